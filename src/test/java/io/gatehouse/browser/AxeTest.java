package io.gatehouse.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever says that all pages are accessible must be able to say that one is not. */
class AxeTest {
    private static final String PAGE =
            "<!doctype html><html lang='en'><title>A page</title><main><h1>A page</h1>%s</main></html>";
    private static final String PICTURE = "<img src='data:,' %s>";

    @Test
    void what_is_wrong_is_found_and_is_gone_when_it_is_mended() {
        try (BrowserContext context = Browser.context()) {
            Page page = context.newPage();
            page.setContent(PAGE.formatted(PICTURE.formatted("")));
            List<String> found = Axe.violations(page);
            assertEquals(1, found.size(), found.toString());
            assertTrue(found.get(0).contains("image-alt") && found.get(0).contains("<img src="), found.get(0));
            page.evaluate("document.querySelector('img').alt = 'A gate'");
            assertEquals(List.of(), Axe.violations(page), "the same document, looked at again");
        }
    }

    @Test
    void documents_in_frames_are_looked_at() {
        try (BrowserContext context = Browser.context()) {
            Page page = context.newPage();
            String inner = PAGE.formatted(PICTURE.formatted("")).replace("\"", "&quot;");
            String outer = PAGE.formatted("<iframe title='Inside' srcdoc=\"" + inner + "\"></iframe>");
            // What has no address is of no origin, and would be kept apart.
            page.route(
                    "**/*",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("text/html")
                            .setBody(outer)));
            page.navigate("http://pages.example/");
            page.frameLocator("iframe").locator("h1").waitFor();
            List<String> found = Axe.violations(page);
            assertTrue(found.stream().anyMatch(rule -> rule.contains("image-alt")), found.toString());
        }
    }
}
