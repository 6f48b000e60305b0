package io.gatehouse.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.gatehouse.browser.Browser;
import io.gatehouse.catalog.spec.Spec;
import io.gatehouse.catalog.spec.Spec.Operation;
import io.gatehouse.catalog.spec.SpecResult;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Specs are written by strangers: none of them runs in a reader's browser, and none stops the portal. */
@QuarkusTest
class HostileSpecsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TestHTTPResource("/")
    URI portal;

    @Inject
    Publisher publisher;

    @Inject
    Catalog catalog;

    private final TestBrowser visitor = TestPeople.visitor();

    @Test
    void values_that_would_fill_the_memory_are_left_where_they_are() {
        String bomb = "openapi: 3.0.0\ninfo: {title: B, version: '1'}\nservers: [{url: '" + "{a}".repeat(500)
                + "', variables: {a: {default: '" + "x".repeat(2_000_000) + "'}}}]\npaths: {}\n";
        SpecResult result = publisher.check(bomb.getBytes(StandardCharsets.UTF_8));
        assertTrue(result instanceof SpecResult.Parsed, String.valueOf(result));
        assertTrue(((SpecResult.Parsed) result).spec().servers().get(0).url().startsWith("{a}{a}"));
    }

    @Test
    void nothing_of_a_spec_runs_in_a_browser_even_without_the_content_security_policy() throws IOException {
        ApiVersion version = publisher.create(new NewVersion(
                "<img src=x onerror=window.__xss=1>" + Specs.name("X"),
                Specs.name("xss").replace(' ', '-'),
                "<script>window.__xss=2</script>",
                "\" onfocus=\"window.__xss=3\" autofocus x=\"",
                Api.Visibility.PUBLIC,
                "v1",
                resource(),
                "<script>window.__xss=4</script>\n\n[a](javascript:window.__xss=5)"));
        publisher.publish(version.id);
        try (BrowserContext context = Browser.context()) {
            context.route("**/*", HostileSpecsTest::withoutPolicy);
            Page page = context.newPage();
            for (String address : pages(version)) {
                assertEquals(
                        200, page.navigate(portal.resolve(address).toString()).status(), address);
                page.querySelectorAll("details").forEach(details -> details.evaluate("it => it.open = true"));
                assertNull(page.evaluate("window.__xss"), address);
                assertEquals(
                        0,
                        page.querySelectorAll("main script, main iframe, main svg[onload], main [onerror]")
                                .size(),
                        address);
                List<?> links = (List<?>) page.evaluate("[...document.links].map(a => a.protocol)");
                assertTrue(
                        links.stream().allMatch(protocol -> protocol.toString().matches("https?:|mailto:")), address);
            }
        }
    }

    private List<String> pages(ApiVersion version) {
        String path = "/apis/" + version.api.slug + "/v1";
        Spec spec = catalog.spec(version);
        List<String> pages = new ArrayList<>(
                List.of("/apis", "/apis?q=xss&tag=%22%3E%3Cimg%20src%3Dx%20onerror%3Dwindow.__xss%3D9%3E", path));
        pages.addAll(List.of(path + "/docs", path + "/reference", path + "/reference?q=%22%3E%3Cscript%3E"));
        spec.operations().stream().map(Operation::slug).forEach(slug -> pages.add(path + "/reference/" + slug));
        pages.add(path + "/schemas/%3Cimg%20src%3Dx%20onerror%3Dwindow.__xss%3D999%3E");
        return pages;
    }

    private static void withoutPolicy(Route route) {
        var response = route.fetch();
        Map<String, String> headers = new HashMap<>(response.headers());
        assertFalse(headers.getOrDefault("content-security-policy", "").isEmpty(), "every page has a policy");
        headers.remove("content-security-policy");
        route.fulfill(new Route.FulfillOptions().setResponse(response).setHeaders(headers));
    }

    @Test
    void bombs_are_refused_with_reasons_while_the_portal_goes_on() {
        visitor.page("/apis");
        List<CompletableFuture<SpecResult>> checks = bombs().map(bomb ->
                        CompletableFuture.supplyAsync(() -> publisher.check(bomb.getBytes(StandardCharsets.UTF_8))))
                .toList();
        long slowest = 0;
        while (!checks.stream().allMatch(CompletableFuture::isDone)) {
            long start = System.nanoTime();
            visitor.page("/apis");
            slowest = Math.max(slowest, System.nanoTime() - start);
        }
        assertTrue(slowest < PATIENCE.toNanos(), "a page took " + slowest / 1_000_000 + " ms");
        checks.forEach(check -> {
            SpecResult.Rejected rejected = (SpecResult.Rejected) check.join();
            assertFalse(rejected.problems().get(0).message().isBlank());
        });
    }

    private static Stream<String> bombs() {
        StringBuilder laughs =
                new StringBuilder("openapi: 3.0.3\ninfo: {title: L, version: '1'}\npaths: {}\nx-0: &x0 [lol, lol]\n");
        for (int i = 1; i < 40; i++) {
            laughs.append("x-%d: &x%d [%s]\n".formatted(i, i, ("*x" + (i - 1) + ", ").repeat(9) + "*x" + (i - 1)));
        }
        return Stream.of(
                laughs.toString(),
                "{\"openapi\":\"3.0.3\",\"x\":" + "[".repeat(50_000),
                "openapi: 3.0.3\nx: " + "{a: ".repeat(20_000),
                "openapi: 3.0.3\ninfo: !!javax.script.ScriptEngineManager [x]\npaths: {}");
    }

    private static byte[] resource() throws IOException {
        try (InputStream spec = HostileSpecsTest.class.getResourceAsStream("/catalog/xss.json")) {
            return spec.readAllBytes();
        }
    }
}
