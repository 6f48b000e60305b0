package io.gatehouse.product;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.gatehouse.browser.Browser;
import io.gatehouse.catalog.spec.Corpus;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole story, as three people live it: a visitor, who becomes a developer, and an operator; then the process is restarted. */
class StoryIT {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String PASSWORD = "tram harbour violet nine";
    private static final Duration REVOKED_WITHIN = Duration.ofSeconds(1);
    private static final int FREE = 10;
    private static final int GOLD = 600;

    @TempDir
    Path folder;

    @Test
    void a_spec_is_published_and_a_developer_calls_it_with_a_key_that_the_gateway_enforces() {
        try (RunningGatehouse gatehouse = new RunningGatehouse(folder.resolve("data"), true).start();
                BrowserContext office = Browser.context();
                BrowserContext home = Browser.context()) {
            Page operator = signedInOperator(gatehouse, office);
            publish(gatehouse, operator);

            Page developer = home.newPage();
            find(gatehouse, developer);
            signUp(gatehouse, developer);
            String key = register(gatehouse, developer);

            HttpResponse<String> first = call(gatehouse, key);
            assertEquals(200, first.statusCode(), first.body());
            assertTrue(first.body().contains("\"model\":\"text-davinci-003\""), first.body());
            assertEquals(Integer.toString(FREE), header(first, "RateLimit-Limit"));
            for (int calls = 2; calls <= FREE; calls++)
                assertEquals(200, call(gatehouse, key).statusCode());
            HttpResponse<String> eleventh = call(gatehouse, key);
            assertEquals(429, eleventh.statusCode());
            assertTrue(Integer.parseInt(header(eleventh, "Retry-After")) >= 1);
            assertEquals("0", header(eleventh, "RateLimit-Remaining"));
            assertEquals("10", header(eleventh, "X-RateLimit-Limit-Minute"));

            moveToGold(gatehouse, operator);
            HttpResponse<String> onGold = call(gatehouse, key);
            assertEquals(200, onGold.statusCode());
            assertEquals(Integer.toString(GOLD), header(onGold, "RateLimit-Limit"));

            gatehouse.stop();
            gatehouse.start();
            HttpResponse<String> afterRestart = call(gatehouse, key);
            assertEquals(200, afterRestart.statusCode());
            assertEquals(Integer.toString(GOLD), header(afterRestart, "RateLimit-Limit"));
            developer.navigate(gatehouse.portal("/apps").toString());
            assertThat(developer.getByRole(AriaRole.LINK, named("Story app")).first())
                    .isVisible();

            revoke(developer);
            assertRefusedWithinASecond(gatehouse, key);
            gatehouse.stop();
            gatehouse.start();
            assertEquals(401, call(gatehouse, key).statusCode());
        }
    }

    private static Page signedInOperator(RunningGatehouse gatehouse, BrowserContext context) {
        Persona.OPERATOR.signIn(context, gatehouse);
        return context.newPage();
    }

    /** A published description from the world outside where there is one, else our own. */
    private static void publish(RunningGatehouse gatehouse, Page page) {
        String upstream =
                "http://127.0.0.1:" + gatehouse.demoFile().path("upstream_port").asInt();
        page.navigate(gatehouse.portal("/console/publish").toString());
        page.getByLabel("OpenAPI 2.0, 3.0 or 3.1, as JSON or YAML").setInputFiles(realSpec());
        page.getByRole(AriaRole.BUTTON, button("Check").setExact(true)).last().click();
        assertThat(page.locator("#findings")).containsText("operations");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Story API");
        page.getByLabel("Version", new Page.GetByLabelOptions().setExact(true)).fill("v1");
        page.getByLabel("Address in the portal").fill("story");
        page.getByLabel("Upstream address").fill(upstream);
        page.getByLabel("Path", new Page.GetByLabelOptions().setExact(true))
                .first()
                .fill("/story");
        page.getByLabel("Free").check();
        page.getByLabel("Gold").check();
        Browser.picture(page, "publish");
        page.getByRole(AriaRole.BUTTON, button("Publish").setExact(true)).click();
        assertThat(page.locator("main")).containsText("Published");
        writeTheModel(gatehouse);
    }

    /** As a script would: the Admin API adds the transformer that says which model. */
    private static void writeTheModel(RunningGatehouse gatehouse) {
        String plugin = "{\"name\":\"request-transformer\",\"service\":{\"name\":\"story-v1\"},"
                + "\"config\":{\"add\":{\"body\":[\"model:text-davinci-003\"]}}}";
        HttpResponse<String> answer = send(HttpRequest.newBuilder(gatehouse.admin("/plugins"))
                .header(
                        "Authorization",
                        "Bearer " + gatehouse.demoFile().path("admin_token").asText())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(plugin)));
        assertEquals(201, answer.statusCode(), answer.body());
    }

    private static Path realSpec() {
        if (!Corpus.isPresent()) return Path.of("openapi/demo/completions.yaml");
        return Corpus.files("real").stream()
                .filter(file -> file.endsWith("openai.yaml"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The corpus has no openai.yaml"));
    }

    private static void find(RunningGatehouse gatehouse, Page page) {
        page.navigate(gatehouse.portal("/apis").toString());
        Browser.picture(page, "catalog");
        page.navigate(gatehouse.portal("/").toString());
        page.getByLabel("Search APIs and operations").first().fill("story");
        page.keyboard().press("Enter");
        page.getByRole(AriaRole.LINK, named("Story API")).first().click();
        assertThat(page.getByRole(AriaRole.HEADING, heading("Story API"))).isVisible();
        page.locator("main")
                .getByRole(AriaRole.LINK, inside("Get a key"))
                .first()
                .click();
        page.waitForURL("**/sign-in?*");
    }

    private static void signUp(RunningGatehouse gatehouse, Page page) {
        page.getByRole(AriaRole.LINK, named("Create an account")).click();
        page.getByLabel("Name").fill("Vera Visitor");
        page.getByLabel("E-mail").fill("vera@story.example");
        page.getByLabel("Password").fill(PASSWORD);
        page.getByRole(AriaRole.BUTTON, button("Create account")).click();
        page.navigate(gatehouse.portal("/mailbox").toString());
        page.locator("article.mail").first().locator("a[href*='/verify/']").click();
        page.getByLabel("Password").fill(PASSWORD);
        page.getByRole(AriaRole.BUTTON, button("Confirm and sign in")).click();
        page.waitForURL(url -> !url.contains("/verify/"));
    }

    private static String register(RunningGatehouse gatehouse, Page page) {
        page.navigate(gatehouse.portal("/apis/story/v1").toString());
        page.locator("main")
                .getByRole(AriaRole.LINK, inside("Get a key"))
                .first()
                .click();
        page.getByLabel("Name of your app").fill("Story app");
        page.getByLabel("Free").check();
        page.getByRole(AriaRole.BUTTON, button("Register")).click();
        String key = page.getByLabel("Key", new Page.GetByLabelOptions().setExact(true))
                .inputValue();
        Browser.picture(page, "key");
        assertTrue(key.matches("gh_live_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}"), key);
        return key;
    }

    private static void moveToGold(RunningGatehouse gatehouse, Page page) {
        page.navigate(gatehouse.portal("/console/apps").toString());
        page.getByRole(AriaRole.LINK, named("Story app")).first().click();
        Browser.picture(page, "console-app");
        Locator gold = page.locator("select[name=plan] option", new Page.LocatorOptions().setHasText("Gold"));
        page.locator("select[name=plan]").selectOption(gold.getAttribute("value"));
        page.getByRole(AriaRole.BUTTON, button("Move")).click();
        assertThat(page.locator("main")).containsText("Gold");
    }

    private static void revoke(Page page) {
        page.getByRole(AriaRole.LINK, named("Story app")).first().click();
        page.locator("nav.tabs").getByRole(AriaRole.LINK, inside("Keys")).click();
        page.locator("summary", new Page.LocatorOptions().setHasText("Revoke")).click();
        page.locator("form.confirm-body button[type=submit]").click();
        assertThat(page.locator("main")).containsText("Revoked");
    }

    private static void assertRefusedWithinASecond(RunningGatehouse gatehouse, String key) {
        Instant deadline = Instant.now().plus(REVOKED_WITHIN);
        HttpResponse<String> answer = call(gatehouse, key);
        while (answer.statusCode() != 401 && Instant.now().isBefore(deadline)) answer = call(gatehouse, key);
        assertEquals(401, answer.statusCode());
    }

    private static HttpResponse<String> call(RunningGatehouse gatehouse, String key) {
        return send(HttpRequest.newBuilder(gatehouse.proxy("/story/v1/completions"))
                .header("apikey", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"what is Kong?\"}")));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static Page.GetByRoleOptions button(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static Page.GetByRoleOptions heading(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static Locator.GetByRoleOptions inside(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }
}
