package io.gatehouse.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.db.Queries;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plans, and which versions offer them under which limit. */
@QuarkusTest
class PlanPagesTest {
    @Inject
    Offers offers;

    private TestBrowser operator;

    @BeforeEach
    void signIn() {
        operator = TestPeople.operator();
    }

    @Test
    void a_plan_is_made_changed_and_deleted() {
        String slug = Offers.unique("bronze");
        assertEquals(
                303,
                operator.post("/console/plans/new", plan(slug, "100", "60")).statusCode());
        Element row = row(slug);
        assertTrue(row.text().contains("100 a minute"), row.text());
        String page = row.select("a").first().attr("href");

        Map<String, Object> change = plan(slug, "1000", "3600");
        change.put("approval", "OPERATOR");
        assertEquals(303, operator.post(page, change).statusCode());
        assertTrue(row(slug).text().contains("1,000 an hour"), row(slug).text());
        assertTrue(row(slug).text().contains("By an operator"));

        assertEquals(303, operator.post(page + "/delete").statusCode());
        assertEquals(404, operator.get(page).statusCode());
    }

    @Test
    void a_plan_that_cannot_be_is_refused_at_its_field() {
        String taken = Offers.unique("taken");
        operator.post("/console/plans/new", plan(taken, "1", "60"));
        Map<String, Map<String, Object>> refusals = new LinkedHashMap<>();
        refusals.put("title", Map.of("title", " "));
        refusals.put("slug", Map.of("slug", taken));
        refusals.put("requestLimit", Map.of("requestLimit", "many"));
        refusals.put("windowSeconds", Map.of("windowSeconds", "7"));
        refusals.put("approval", Map.of("approval", "nobody"));
        refusals.put("sortOrder", Map.of("sortOrder", "first"));
        refusals.forEach((field, wrong) -> {
            Map<String, Object> form = plan(Offers.unique("wrong"), "10", "60");
            form.putAll(wrong);
            Response refused = operator.post("/console/plans/new", form);
            assertEquals(422, refused.statusCode(), field);
            Document page = Jsoup.parse(refused.asString());
            assertFalse(
                    page.select("#" + field + "-error").isEmpty(),
                    field + ": " + page.select(".problems").text());
            assertEquals("Words about it", page.select("#description").val());
        });
    }

    @Test
    void the_matrix_offers_plans_and_shows_the_limit_that_applies() {
        String plan = offers.plan(42);
        String version = offers.version();
        String cell = "input[name=offer][value=" + version + ":" + plan + "]";
        String matrix = "/console/plans/matrix?q=" + offers.apiName(version);
        Document before = operator.page(matrix);
        assertFalse(before.select(cell).hasAttr("checked"));
        assertTrue(before.select("tr:has(" + cell + ")").text().contains("42 a minute"), before.text());

        Response saved = operator.post(matrix, Map.of("version", version, "offer", List.of(version + ":" + plan)));
        assertEquals(303, saved.statusCode(), saved.asString());
        assertTrue(operator.page(matrix).select(cell).hasAttr("checked"));
        assertEquals(303, operator.post(matrix, Map.of("version", version)).statusCode());
        assertFalse(operator.page(matrix).select(cell).hasAttr("checked"));
        assertEquals(422, operator.post(matrix, Map.of("version", "nonsense")).statusCode());
    }

    @Test
    void a_limit_of_an_operator_is_told_apart_from_the_plans_own() {
        String plan = offers.plan(43);
        String version = offers.version();
        offers.limitOnRoute(version, plan, 3);
        Document matrix = operator.page("/console/plans/matrix?q=" + offers.apiName(version));
        String cell = matrix.select("td:has(input[value=" + version + ":" + plan + "])")
                .text();
        assertTrue(cell.contains("43 a minute") && cell.contains("other on"), cell);
    }

    @Test
    void lists_need_the_same_queries_for_many_as_for_few() {
        List<String> lists = List.of(
                "/console/plans",
                "/console/plans/matrix",
                "/console/groups",
                "/console/apis",
                "/console/services",
                "/console/routes",
                "/console/plugins");
        offers.plan(1);
        offers.version();
        Map<String, Long> few = new LinkedHashMap<>();
        for (String list : lists) few.put(list, Queries.of(() -> operator.page(list)));
        for (int i = 0; i < 5; i++) {
            offers.plan(10 + i);
            offers.version();
        }
        for (String list : lists) assertEquals(few.get(list), Queries.of(() -> operator.page(list)), list);
    }

    private Element row(String slug) {
        return operator.page("/console/plans")
                .select("tbody tr:contains(" + slug + ")")
                .first();
    }

    private static Map<String, Object> plan(String slug, String limit, String window) {
        return new LinkedHashMap<>(Map.of(
                "slug",
                slug,
                "title",
                "Plan " + slug,
                "description",
                "Words about it",
                "requestLimit",
                limit,
                "windowSeconds",
                window,
                "approval",
                "AUTO",
                "price",
                "",
                "sortOrder",
                "0"));
    }
}
