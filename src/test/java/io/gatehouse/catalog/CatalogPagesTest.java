package io.gatehouse.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.db.Queries;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CatalogPagesTest {
    @Inject
    Publisher publisher;

    private final TestBrowser visitor = TestPeople.visitor();

    @Test
    void a_public_api_is_listed_and_opened_by_everybody() {
        ApiVersion version = published(Api.Visibility.PUBLIC);
        assertTrue(lists(visitor, version));
        assertTrue(lists(TestPeople.developer(), version));
        assertEquals(200, visitor.get(path(version)).statusCode());
    }

    @Test
    void an_api_for_people_who_are_signed_in_does_not_exist_for_others() {
        ApiVersion version = published(Api.Visibility.SIGNED_IN);
        TestBrowser developer = TestPeople.developer();
        assertTrue(lists(developer, version));
        assertFalse(lists(visitor, version));
        for (String page : List.of("", "/docs", "/reference", "/reference/get-forecast", "/spec.yaml")) {
            assertEquals(200, developer.get(path(version) + page).statusCode(), page);
            assertEquals(404, visitor.get(path(version) + page).statusCode(), page);
        }
        assertFalse(visitor.get("/apis?q=" + version.api.slug).asString().contains(path(version)));
        assertTrue(developer.get("/apis?q=" + version.api.slug).asString().contains(path(version)));
    }

    @Test
    void an_unlisted_api_is_opened_by_its_address_and_listed_nowhere() {
        ApiVersion version = published(Api.Visibility.UNLISTED);
        assertFalse(lists(visitor, version));
        assertFalse(lists(TestPeople.developer(), version));
        assertEquals(200, visitor.get(path(version)).statusCode());
    }

    @Test
    void a_draft_is_seen_by_operators_only_and_only_as_a_preview() {
        ApiVersion draft = publisher.create(Specs.version(Specs.name("Draft"), "v1"));
        TestBrowser operator = TestPeople.operator();
        String preview = "/console/preview/" + draft.api.slug + "/v1";
        for (String page : List.of("", "/docs", "/reference", "/reference/get-forecast", "/spec.yaml")) {
            assertEquals(404, visitor.get(path(draft) + page).statusCode(), page);
            assertEquals(404, TestPeople.developer().get(path(draft) + page).statusCode(), page);
            assertEquals(303, visitor.get(preview + page).statusCode(), page);
            assertEquals(200, operator.get(preview + page).statusCode(), page);
        }
        assertEquals(404, visitor.get("/apis/" + draft.api.slug).statusCode());
        Document page = operator.page(preview + "/reference/get-forecast");
        assertTrue(page.select(".tabs a, .ref-rail a").eachAttr("href").stream()
                .allMatch(link -> link.startsWith(preview)));
        assertTrue(page.select(".api-head .button-primary").isEmpty());
    }

    @Test
    void the_address_of_an_api_leads_to_its_newest_published_version() {
        ApiVersion first = published(Api.Visibility.PUBLIC);
        ApiVersion second = publisher.create(Specs.version(first.api.name, "v2"));
        assertEquals(path(first), target("/apis/" + first.api.slug));
        publisher.publish(second.id);
        assertEquals(path(second), target("/apis/" + first.api.slug));
        publisher.deprecate(second.id, null);
        assertEquals(path(first), target("/apis/" + first.api.slug));
    }

    @Test
    void a_deprecated_version_says_until_when_and_what_comes_after_it() {
        ApiVersion first = published(Api.Visibility.PUBLIC);
        ApiVersion second = publisher.create(Specs.version(first.api.name, "v2"));
        publisher.publish(second.id);
        publisher.deprecate(first.id, LocalDate.of(2999, 3, 1));
        String notice = visitor.page(path(first)).select(".api-notice").text();
        assertEquals("This version is deprecated and may go from 1 Mar 2999 on. Move to v2.", notice);
        assertTrue(visitor.page(path(second)).select(".api-notice").isEmpty());
    }

    @Test
    void a_retired_version_is_gone_and_says_so() {
        ApiVersion version = published(Api.Visibility.PUBLIC);
        publisher.retire(version.id);
        for (String page : List.of("", "/docs", "/reference", "/reference/get-forecast")) {
            Response gone = visitor.get(path(version) + page);
            assertEquals(410, gone.statusCode(), page);
            assertTrue(gone.asString().contains("v1 is retired"), page);
        }
        assertFalse(lists(visitor, version));
    }

    @Test
    void a_spec_is_downloaded_byte_for_byte_and_not_sent_twice() {
        ApiVersion version = published(Api.Visibility.PUBLIC);
        Response spec = visitor.get(path(version) + "/spec.yaml");
        assertArrayEquals(Specs.weather(), spec.asByteArray());
        assertEquals("application/yaml", spec.contentType().replaceAll(";.*", ""));
        assertEquals("attachment; filename=\"" + version.api.slug + "-v1.yaml\"", spec.header("Content-Disposition"));
        Response again =
                RestAssured.given().header("If-None-Match", spec.header("ETag")).get(path(version) + "/spec.yaml");
        assertEquals(304, again.statusCode());
        assertEquals(404, visitor.get(path(version) + "/spec.json").statusCode());
    }

    @Test
    void the_spec_of_a_served_version_names_the_gateway_and_its_original_stays() {
        ApiVersion version = published(Api.Visibility.PUBLIC);
        QuarkusTransaction.requiringNew()
                .run(() -> ApiVersion.update("basePath = '/gate-weather' where id = ?1", version.id));
        Response spec = visitor.get(path(version) + "/spec.yaml");
        assertTrue(spec.asString().contains("servers:\n  - url: \"http://localhost:"), spec.asString());
        assertTrue(spec.asString().contains("/gate-weather\"\n"), spec.asString());
        Response original = visitor.get(path(version) + "/original.yaml");
        assertArrayEquals(Specs.weather(), original.asByteArray());
        assertEquals(
                "attachment; filename=\"" + version.api.slug + "-v1-original.yaml\"",
                original.header("Content-Disposition"));
        assertFalse(original.header("ETag").equals(spec.header("ETag")));
        assertEquals(
                List.of(path(version) + "/spec.yaml", path(version) + "/original.yaml"),
                visitor.page(path(version)).select(".spec-menu a").eachAttr("href"));
    }

    @Test
    void docs_are_shown_as_markdown_that_can_do_no_harm() {
        ApiVersion version = published(Api.Visibility.PUBLIC);
        publisher.editDocs(version.id, "# Start\n\nHello <script>alert(1)</script> **you**");
        Document docs = visitor.page(path(version) + "/docs");
        assertEquals("Start", docs.select(".docs h2").text());
        assertEquals("you", docs.select(".docs strong").text());
        assertTrue(docs.select(".docs script").isEmpty());
    }

    @Test
    void search_finds_apis_and_operations_in_spite_of_case_plural_and_typos() {
        String name = Specs.name("Zephyrometer");
        ApiVersion version =
                publisher.create(new NewVersion(name, null, "", "Anemology", null, "v1", Specs.weather(), ""));
        publisher.publish(version.id);
        for (String query : List.of("ZEPHYROMETERS", "zefyrometer", "anemology", "zephyrometer+forecasts")) {
            Document page = visitor.page("/apis?q=" + query);
            boolean api = page.select(".api-card a").eachAttr("href").contains(path(version));
            boolean operation =
                    page.select(".hit a").eachAttr("href").contains(path(version) + "/reference/get-forecast");
            assertTrue(api || operation, query);
        }
        assertEquals(
                List.of("Nothing found"),
                visitor.page("/apis?q=qqqqqqqq").select(".empty-title").eachText());
    }

    @Test
    void filters_are_part_of_the_address_and_can_be_cleared() {
        String tag = Specs.name("Tag");
        ApiVersion version =
                publisher.create(new NewVersion(Specs.name("Tagged"), null, "", tag, null, "v1", Specs.weather(), ""));
        publisher.publish(version.id);
        Document filtered = visitor.page("/apis?tag=" + tag.replace(" ", "+"));
        assertEquals(List.of(path(version)), filtered.select(".api-card h2 a").eachAttr("href"));
        Document none = visitor.page("/apis?lifecycle=deprecated&tag=" + tag.replace(" ", "+"));
        assertEquals("/apis", none.select(".empty a").attr("href"));
    }

    @Test
    void facets_count_what_the_search_finds() {
        String word = Specs.name("Zephyr").replace(" ", "");
        String tag = Specs.name("Wind").replace(" ", "");
        tagged(word + " one", tag + "," + tag + "-coast");
        tagged(word + " two", tag);
        tagged(Specs.name("Calm"), tag);
        assertEquals("3", facet(visitor.page("/apis"), tag));
        Document found = visitor.page("/apis?q=" + word);
        assertEquals("2", facet(found, tag));
        assertEquals("1", facet(found, tag + "-coast"));
        Document narrowed = visitor.page("/apis?q=" + word + "&tag=" + tag + "-coast");
        assertEquals(1, narrowed.select(".api-card, .api-line").size());
        assertEquals("2", facet(narrowed, tag));
        assertTrue(visitor.page("/apis?q=qqqqqqqq").select(".filters").isEmpty());
    }

    @Test
    void a_filter_that_there_is_not_is_left_out_and_the_page_says_so() {
        ApiVersion version = published(Api.Visibility.PUBLIC);
        Document page = visitor.page("/apis?tag=no-such-tag&lifecycle=eternal");
        assertEquals(
                List.of(
                        "No API has “no-such-tag”, so this filter was left out.",
                        "No API has “eternal”, so this filter was left out."),
                page.select(".notice-info").eachText());
        assertTrue(page.select(".api-card h2 a, .api-line a").eachAttr("href").contains(path(version)));
    }

    private void tagged(String name, String tags) {
        publisher.publish(publisher.create(new NewVersion(name, null, "", tags, null, "v1", Specs.weather(), "")).id);
    }

    private static String facet(Document page, String tag) {
        return page.select("a.filter").stream()
                .filter(link -> link.ownText().strip().equals(tag))
                .findFirst()
                .orElseThrow()
                .select(".filter-count")
                .text();
    }

    @Test
    void the_list_needs_as_many_queries_for_many_apis_as_for_few() {
        published(Api.Visibility.PUBLIC);
        visitor.page("/apis");
        long few = Queries.of(() -> visitor.page("/apis"));
        long fewFound = Queries.of(() -> visitor.page("/apis?q=weather"));
        for (int i = 0; i < 20; i++) {
            published(Api.Visibility.PUBLIC);
        }
        visitor.page("/apis");
        assertEquals(few, Queries.of(() -> visitor.page("/apis")));
        assertEquals(fewFound, Queries.of(() -> visitor.page("/apis?q=weather")));
    }

    @Test
    void unknown_apis_versions_and_operations_are_not_found() {
        ApiVersion version = published(Api.Visibility.PUBLIC);
        assertEquals(404, visitor.get("/apis/no-such-api").statusCode());
        assertEquals(404, visitor.get("/apis/" + version.api.slug + "/v9").statusCode());
        assertEquals(404, visitor.get(path(version) + "/reference/no-such").statusCode());
        assertEquals(404, visitor.get(path(version) + "/schemas/no-such").statusCode());
    }

    private ApiVersion published(Api.Visibility visibility) {
        ApiVersion version = publisher.create(
                new NewVersion(Specs.name("Weather"), null, "", "", visibility, "v1", Specs.weather(), ""));
        publisher.publish(version.id);
        return version;
    }

    private String target(String path) {
        Response response = visitor.get(path);
        assertEquals(303, response.statusCode());
        return response.header("Location").replaceAll("^https?://[^/]+", "");
    }

    private static boolean lists(TestBrowser browser, ApiVersion version) {
        return browser.page("/apis")
                .select(".api-card h2 a, .api-line a")
                .eachAttr("href")
                .contains(path(version));
    }

    private static String path(ApiVersion version) {
        return "/apis/" + version.api.slug + "/" + version.label;
    }
}
