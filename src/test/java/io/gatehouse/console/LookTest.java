package io.gatehouse.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import io.gatehouse.browser.Browser;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages of the look, in a real browser: nothing that axe finds, nothing that is wider than the window, no error of a script. */
@QuarkusTest
class LookTest {
    @TestHTTPResource("/")
    URI portal;

    @ParameterizedTest
    @CsvSource({
        "390, LIGHT, true",
        "390, DARK, true",
        "1440, LIGHT, true",
        "1440, DARK, true",
        "768, LIGHT, true",
        "1440, LIGHT, false"
    })
    void pages_of_the_look_are_sound(int width, ColorScheme scheme, boolean scripts) {
        TestBrowser olga = TestPeople.operator();
        List<String> errors = new ArrayList<>();
        try (BrowserContext context = Browser.context(width, scheme, scripts)) {
            olga.cookies()
                    .forEach((name, value) ->
                            context.addCookies(List.of(new Cookie(name, value).setUrl(portal.toString()))));
            Page page = context.newPage();
            page.onPageError(error -> errors.add(page.url() + ": " + error));
            for (String path : List.of(
                    "",
                    "no-such-page",
                    "appearance",
                    "console/style",
                    "console/theme",
                    "console/theme/history",
                    "console/operators",
                    "console/invitation/spent",
                    "console/developers?state=nonsense&page=900")) {
                page.navigate(portal + path);
                String what = "/" + path + " at " + width + " px, " + scheme;
                Browser.assertFits(page, what);
                // Axe is a script itself, and needs scripts to be on.
                if (scripts) Browser.assertAccessible(page, what);
                Browser.screenshot(
                        page, "look-" + path.replaceAll("\\W", "-") + "-" + width + "-" + scheme + "-" + scripts);
            }
        }
        assertEquals(List.of(), errors);
    }
}
