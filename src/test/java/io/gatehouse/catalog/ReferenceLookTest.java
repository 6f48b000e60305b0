package io.gatehouse.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.gatehouse.browser.Browser;
import io.gatehouse.catalog.spec.Corpus;
import io.gatehouse.catalog.spec.Spec.Operation;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pages of real specs, with the longest names that there are: no wider than the window, and without a violation of WCAG. */
@QuarkusTest
class ReferenceLookTest {
    private static final List<String> FILES = List.of("kubernetes.json", "oai-v3.0-petstore.yaml", "openai.yaml");

    /** The colours are the same as on every page; what differs is the room. */
    private static final List<Browser.Look> LOOKS =
            List.of(new Browser.Look(390, ColorScheme.LIGHT), new Browser.Look(1440, ColorScheme.DARK));

    @TestHTTPResource("/")
    URI portal;

    @Inject
    Publisher publisher;

    @Inject
    Catalog catalog;

    @Test
    void pages_of_real_specs_are_sound() {
        List<String> wrong = new ArrayList<>();
        try (BrowserContext context = Browser.context()) {
            Page page = context.newPage();
            page.onPageError(error -> wrong.add(page.url() + ": " + error));
            for (Path file : Corpus.files("real")) {
                if (FILES.contains(file.getFileName().toString())) {
                    pages(file).forEach(address -> check(page, address, wrong));
                }
            }
            check(page, "/apis", wrong);
            check(page, "/apis?q=create", wrong);
        }
        assertEquals(List.of(), wrong, String.join("\n", wrong));
    }

    private List<String> pages(Path file) {
        String slug = file.getFileName().toString().replaceAll("[^a-z0-9]+", "-")
                + Specs.name("").strip();
        ApiVersion version = publisher.create(new NewVersion(
                Specs.name("Look of " + file.getFileName()), slug, "", "One, Two", null, "v1", Corpus.bytes(file), ""));
        publisher.publish(version.id);
        String path = "/apis/" + slug + "/v1";
        List<String> pages = new ArrayList<>(List.of(path, path + "/reference"));
        List<Operation> operations = catalog.spec(version).operations();
        int step = Math.max(1, operations.size() / 2);
        for (int i = 0; i < operations.size(); i += step) {
            pages.add(path + "/reference/" + operations.get(i).slug());
        }
        return pages;
    }

    private void check(Page page, String address, List<String> wrong) {
        page.navigate(portal.resolve(address).toString());
        LOOKS.forEach(look -> {
            try {
                Browser.show(page, look);
                Browser.screenshot(page, "reference" + address.replaceAll("[^a-z0-9]+", "-") + "-" + look);
                Browser.assertFits(page, address + " " + look);
                Browser.assertAccessible(page, address + " " + look);
            } catch (AssertionError failed) {
                wrong.add(failed.getMessage());
            }
        });
    }
}
