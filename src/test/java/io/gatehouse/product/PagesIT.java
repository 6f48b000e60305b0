package io.gatehouse.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.gatehouse.browser.Browser;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every page that each persona of the demo can reach by following links, one of each kind, in light and dark, on a phone and on a
 * desk: answered, free of script errors, no wider than the window, and without a violation of WCAG.
 */
class PagesIT {

    private static final int MOST_OF_A_KIND = 2;

    /** Each width and each scheme once; with {@code -Dpages.whole=true} each with each. */
    private static final List<Browser.Look> LOOKS = Boolean.getBoolean("pages.whole")
            ? Browser.LOOKS
            : List.of(new Browser.Look(390, ColorScheme.DARK), new Browser.Look(1440, ColorScheme.LIGHT));

    @TempDir
    static Path folder;

    private static RunningGatehouse gatehouse;

    @BeforeAll
    static void start() {
        gatehouse = new RunningGatehouse(folder.resolve("data"), true);
        gatehouse.start();
    }

    @AfterAll
    static void stop() {
        gatehouse.close();
    }

    @ParameterizedTest
    @EnumSource(Persona.class)
    void every_page_is_sound(Persona persona) {
        List<String> wrong = new ArrayList<>();
        try (BrowserContext context = Browser.context()) {
            persona.signIn(context, gatehouse);
            Page page = context.newPage();
            page.onPageError(error -> wrong.add(page.url() + ": " + error));
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) wrong.add(page.url() + ": " + message.text());
            });
            int pages = walk(page, persona, path -> LOOKS.forEach(look -> check(page, persona, path, look, wrong)));
            assertTrue(pages >= 10, () -> "only " + pages);
        }
        assertEquals(List.of(), wrong, String.join("\n", wrong));
    }

    private static void check(Page page, Persona persona, String path, Browser.Look look, List<String> wrong) {
        String what = persona + " " + path + " " + look;
        try {
            Browser.show(page, look);
            Browser.screenshot(page, name(persona, path) + "-" + look);
            Browser.assertFits(page, what);
            Browser.assertAccessible(page, what);
        } catch (AssertionError failed) {
            wrong.add(failed.getMessage());
        }
    }

    /** Follows links breadth first, and counts the pages; of those that differ by an id only, two are enough. */
    private static int walk(Page page, Persona persona, Consumer<String> visit) {
        Set<String> seen = new HashSet<>();
        Map<String, Integer> kinds = new HashMap<>();
        Deque<String> open = new ArrayDeque<>(persona.entrances());
        int pages = 0;
        while (!open.isEmpty()) {
            String path = open.poll();
            if (!seen.add(path) || kinds.merge(kind(path), 1, Integer::sum) > MOST_OF_A_KIND) continue;
            String address = gatehouse.portal(path).toString();
            APIResponse answer = page.context().request().get(address);
            assertTrue(answer.status() < 400, () -> path + " is linked, and answers " + answer.status());
            if (!answer.headers().getOrDefault("content-type", "").startsWith("text/html")) continue;
            page.navigate(address);
            links(page).stream().filter(persona::follows).forEach(open::add);
            visit.accept(path);
            pages++;
        }
        return pages;
    }

    @SuppressWarnings("unchecked")
    private static List<String> links(Page page) {
        return (List<String>) page.evaluate("[...document.querySelectorAll('a[href]:not([download])')]"
                + ".filter(a => a.origin === location.origin).map(a => a.pathname + a.search)");
    }

    private static String kind(String path) {
        return path.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "*")
                .replaceAll("^(/apis/)[^/?]+(/[^/?]+)?", "$1*$2")
                .replaceAll("/reference/[^/?]+", "/reference/*")
                .replaceAll("^(/console(?:/runtime-groups/[^/]+)?)/(plugins/new|services)/(?!new$)[^/?]+$", "$1/$2/*")
                .replaceAll("\\?.*", "?");
    }

    private static String name(Persona persona, String path) {
        String plain =
                kind(path).replace("*", "one").replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
        return persona.name().toLowerCase() + "-" + (plain.isEmpty() ? "home" : plain);
    }
}
