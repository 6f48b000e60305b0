package io.gatehouse.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.gatehouse.browser.Browser;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    @TempDir
    static Path folder;

    private static RunningGatehouse gatehouse;

    @BeforeAll
    static void start() {
        gatehouse = new RunningGatehouse(folder.resolve("data"), true).start();
    }

    @AfterAll
    static void stop() {
        gatehouse.close();
    }

    @ParameterizedTest
    @EnumSource(Persona.class)
    void every_page_is_sound(Persona persona) {
        List<String> pages = reachable(persona);
        assertTrue(pages.size() >= 5, () -> "only " + pages);
        List<String> wrong = new ArrayList<>();
        try (BrowserContext context = Browser.context()) {
            persona.signIn(context, gatehouse);
            Page page = context.newPage();
            page.onPageError(error -> wrong.add(page.url() + ": " + error));
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) wrong.add(page.url() + ": " + message.text());
            });
            for (String path : pages) {
                page.navigate(gatehouse.portal(path).toString());
                Browser.LOOKS.forEach(look -> check(page, persona, path, look, wrong));
            }
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

    /** Follows links breadth first; of pages that differ by an id only, two are enough. */
    private static List<String> reachable(Persona persona) {
        Set<String> found = new LinkedHashSet<>();
        Map<String, Integer> kinds = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>(
                persona == Persona.OPERATOR ? List.of("/console") : List.of("/", "/apis", "/apps", "/no-such-page"));
        if (persona == Persona.VISITOR) open.addAll(List.of("/sign-up", "/sign-in", "/forgot-password", "/mailbox"));
        if (persona == Persona.OPERATOR) open.addAll(List.of("/console/style", "/console/publish"));
        try (BrowserContext context = Browser.context()) {
            persona.signIn(context, gatehouse);
            Page page = context.newPage();
            while (!open.isEmpty()) {
                String path = open.poll();
                if (kinds.merge(kind(path), 1, Integer::sum) > MOST_OF_A_KIND) continue;
                APIResponse head = context.request().get(gatehouse.portal(path).toString());
                boolean isPage = head.headers().getOrDefault("content-type", "").startsWith("text/html");
                if (!isPage || head.status() != 200) continue;
                page.navigate(gatehouse.portal(path).toString());
                found.add(path);
                for (String link : links(page)) {
                    boolean ours = persona == Persona.OPERATOR
                            ? link.startsWith("/console")
                            : link.startsWith("/") && !link.startsWith("/console");
                    if (ours && !link.contains("/spec.") && !link.contains("/export") && !found.contains(link))
                        open.add(link);
                }
            }
        }
        return List.copyOf(found);
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
                .replaceAll("\\?.*", "?");
    }

    private static String name(Persona persona, String path) {
        String plain = kind(path).replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
        return persona.name().toLowerCase() + "-" + (plain.isEmpty() ? "home" : plain);
    }
}
