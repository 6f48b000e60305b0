package io.gatehouse.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.FilePayload;
import io.gatehouse.browser.Browser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that is too big is refused at its field, in a real browser: nothing is sent and nothing typed is lost. */
@QuarkusTest
class UploadFieldTest {
    @TestHTTPResource("/")
    URI portal;

    @ParameterizedTest
    @CsvSource({"console/publish, file, 16, apiName, [value=draft]", "console/theme, logo, 2, portalName, [form=theme]"
    })
    void a_file_that_is_too_big_is_refused_before_it_is_sent(
            String path, String field, int most, String typed, String button) {
        try (BrowserContext context = Browser.context()) {
            TestPeople.operator()
                    .cookies()
                    .forEach((name, value) ->
                            context.addCookies(List.of(new Cookie(name, value).setUrl(portal.toString()))));
            Page page = context.newPage();
            page.navigate(portal + path);
            page.locator("[name=" + typed + "]").fill("Typed by hand");
            page.locator("#" + field)
                    .setInputFiles(new FilePayload("big.bin", "image/png", new byte[(most << 20) + 200_000]));
            assertThat(page.locator("#" + field + "-size"))
                    .hasText("This file has " + most + ".2 MB; at most " + most
                            + " MB can be sent. Choose a smaller one.");
            page.locator("main button" + button).click();
            assertThat(page).hasURL(portal + path);
            assertThat(page.locator("[name=" + typed + "]")).hasValue("Typed by hand");
            Browser.screenshot(page, "too-big-" + field);
            page.locator("#" + field).setInputFiles(new FilePayload("small.png", "image/png", new byte[10]));
            assertThat(page.locator("#" + field + "-size")).hasCount(0);
        }
    }
}
