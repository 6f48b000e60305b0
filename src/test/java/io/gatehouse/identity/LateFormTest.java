package io.gatehouse.identity;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A form that outlived its session, in a real browser: signing in elsewhere and a reload bring everything back. */
@QuarkusTest
class LateFormTest {
    @TestHTTPResource("/")
    URI portal;

    @Inject
    Sessions sessions;

    @Inject
    Accounts accounts;

    @Test
    void what_was_typed_survives_the_end_of_the_session() {
        TestBrowser ann = TestPeople.developer();
        try (BrowserContext context = io.gatehouse.browser.Browser.context()) {
            signIn(context, ann);
            Page page = context.newPage();
            page.navigate(portal + "account");
            page.locator("#name").fill("Ann Typed Long");
            sessions.endAll(AccountKind.DEVELOPER, ann.personId());
            page.locator("main form button[type=submit]").first().click();
            assertThat(page.locator("h1")).hasText("Your session has ended");
            signIn(context, TestPeople.again(ann));
            page.reload();
            assertThat(page.locator("h1")).hasText("This form was out of date");
            page.locator("main button:text-is(\"Send it again\")").click();
            assertThat(page.locator("main")).containsText("Your profile is saved.");
        }
        assertEquals("Ann Typed Long", accounts.any(ann.personId()).name);
    }

    private void signIn(BrowserContext context, TestBrowser person) {
        person.cookies()
                .forEach((name, value) ->
                        context.addCookies(List.of(new Cookie(name, value).setUrl(portal.toString()))));
    }
}
