package io.gatehouse.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.audit.AuditEntry;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.gatehouse.theme.Themes;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ThemePagesTest {
    @Inject
    Themes themes;

    private final TestBrowser olga = TestPeople.operator();
    private int before;

    @BeforeEach
    void remember() {
        before = themes.published().revision();
    }

    @AfterEach
    void putBack() {
        if (themes.published().revision() != before) themes.restore(1);
    }

    @Test
    void a_draft_is_seen_in_its_preview_and_nowhere_else() {
        save("light.primary", "#5B2A86");
        assertTrue(look(preview()).contains("--gh-primary: #5B2A86;"));
        assertFalse(look("/").contains("#5B2A86"));
        Document others = TestPeople.operator().page("/console/theme");
        assertEquals("#0B6B5D", others.getElementById("light.primary").val());
    }

    @Test
    void a_value_that_is_none_is_refused_at_its_field_and_nothing_typed_is_lost() {
        Map<String, String> fields = fields();
        fields.put("light.primary", "violet");
        fields.put("dark.accent", "#ABCDEF");
        fields.put("portalName", "");
        Response refused = upload("/console/theme", fields, new byte[0]);
        assertEquals(422, refused.statusCode());
        Document page = Jsoup.parse(refused.asString());
        assertEquals("violet", page.getElementById("light.primary").val());
        assertEquals("#ABCDEF", page.getElementById("dark.accent").val());
        assertTrue(page.getElementById("light.primary-check").text().contains("six hex digits"));
        assertEquals("true", page.getElementById("portalName").attr("aria-invalid"));
        assertEquals(
                "#0B6B5D",
                olga.page("/console/theme").getElementById("light.primary").val());
    }

    @Test
    void a_colour_that_was_picked_counts_where_the_text_was_left_alone() {
        Map<String, String> fields = fields();
        fields.put("light.accent.picked", "#7a1f4d");
        upload("/console/theme", fields, new byte[0]);
        assertEquals(
                "#7A1F4D",
                olga.page("/console/theme").getElementById("light.accent").val());
    }

    @Test
    void publishing_puts_a_draft_in_force_and_restoring_takes_it_back() {
        save("light.accent", "#7A1F4D");
        Map<String, String> fields = fields();
        fields.put("note", "Plum for the summer");
        fields.put("portalName", "Plum API");
        assertEquals(303, upload("/console/theme/publish", fields, new byte[0]).statusCode());
        assertTrue(look("/").contains("--gh-accent: #7A1F4D;"));
        assertTrue(RestAssured.get("/").asString().contains("Plum API"));
        AuditEntry entry = newest("theme.published");
        assertEquals("Olga Operator", entry.actorName);
        assertTrue(entry.detail.contains("#7A1F4D"));
        Element row = olga.page("/console/theme/history").selectFirst("tbody tr");
        assertTrue(row.text().contains("Plum API: default, 2 changes"), row.text());

        assertEquals(
                303, olga.post("/console/theme/history/" + before + "/restore").statusCode());
        assertFalse(look("/").contains("#7A1F4D"));
        assertEquals(before + 2, themes.published().revision());
        assertTrue(olga.page("/console/theme/history").text().contains("Version " + before + " again"));
        assertFalse(RestAssured.get("/").asString().contains("Plum API"));
        assertTrue(newest("theme.restored").detail.contains("Plum API"));
    }

    @Test
    void restoring_brings_back_name_and_header_as_well() {
        Map<String, String> fields = fields();
        fields.put("portalName", "Plum API");
        fields.put("brand", "logo");
        upload("/console/theme/publish", fields, new byte[0]);
        fields = fields();
        fields.put("portalName", "Pear API");
        fields.put("brand", "logo-and-name");
        upload("/console/theme/publish", fields, new byte[0]);
        olga.post("/console/theme/history/" + (before + 1) + "/restore");
        assertEquals("Plum API", fields().get("portalName"));
        assertEquals("logo", fields().get("brand"));
        assertEquals("Plum API", themes.published().dress().portalName());
    }

    @Test
    void colours_that_are_hard_to_read_need_a_reason_which_the_audit_keeps() {
        Map<String, String> fields = fields();
        fields.put("light.primary", "#7FB2FF");
        Response refused = upload("/console/theme/publish", fields, new byte[0]);
        assertEquals(422, refused.statusCode());
        Document page = Jsoup.parse(refused.asString());
        assertEquals("true", page.getElementById("reason").attr("aria-invalid"));
        assertTrue(page.text().contains("“Text on primary” on “Primary” is 2.1"));
        assertEquals(before, themes.published().revision());

        fields.put("reason", "The brand book demands it");
        assertEquals(303, upload("/console/theme/publish", fields, new byte[0]).statusCode());
        assertTrue(newest("theme.published").detail.contains("The brand book demands it"));
    }

    @Test
    void an_uploaded_logo_stands_in_the_preview_and_is_cut_off_from_the_portal() throws IOException {
        upload("/console/theme", fields(), picture());
        Element logo = olga.page(preview()).selectFirst("header img.logo");
        Response image = RestAssured.get(logo.attr("src"));
        assertEquals("image/png", image.contentType());
        assertEquals("nosniff", image.header("X-Content-Type-Options"));
        assertTrue(image.header("Content-Security-Policy").contains("sandbox"));
        assertNotEquals(0, image.asByteArray().length);
        Response refused = upload("/console/theme", fields(), "no picture".getBytes());
        assertEquals(422, refused.statusCode());
        assertTrue(refused.asString().contains("no PNG or JPEG picture"));
    }

    @Test
    void starting_from_harbour_shows_harbour() {
        assertEquals(
                303,
                olga.post("/console/theme/preset", Map.of("preset", "harbour")).statusCode());
        assertTrue(look(preview()).contains("--gh-primary: #0A4C86;"));
        assertEquals(303, olga.post("/console/theme/discard").statusCode());
        assertFalse(look(preview()).contains("#0A4C86"));
        assertEquals(
                422,
                olga.post("/console/theme/preset", Map.of("preset", "nowhere")).statusCode());
    }

    @Test
    void the_script_is_told_where_the_style_sheet_is_and_what_reads_badly() {
        Map<String, String> fields = fields();
        fields.put("light.primary", "#7FB2FF");
        Response answer = olga.post("/console/theme/draft", fields);
        assertEquals(200, answer.statusCode());
        assertTrue(RestAssured.get(answer.<String>path("look")).asString().contains("--gh-primary: #7FB2FF;"));
        assertEquals(false, answer.path("checks.'light.primary'.good"));
        assertEquals("Text on primary", answer.path("checks.'light.primary'.against"));
    }

    private void save(String token, String value) {
        Map<String, String> fields = fields();
        fields.put(token, value);
        assertEquals(303, upload("/console/theme", fields, new byte[0]).statusCode());
    }

    /** What the form would send if nothing was touched. */
    private Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        Element form = olga.page("/console/theme").getElementById("theme");
        for (Element field : form.select("input:not([type=file], [type=checkbox], [name=csrf]), select"))
            fields.put(field.attr("name"), field.tagName().equals("select") ? chosen(field) : field.val());
        return fields;
    }

    private static String chosen(Element select) {
        return select.select("option[selected]").val();
    }

    private Response upload(String path, Map<String, String> fields, byte[] logo) {
        return olga.upload(path, fields, "logo", logo.length == 0 ? "" : "logo.png", logo);
    }

    private String preview() {
        return olga.page("/console/theme").selectFirst("iframe").attr("src");
    }

    private static String look(String path) {
        Document page = Jsoup.parse(
                RestAssured.given().urlEncodingEnabled(false).get(path).asString());
        return RestAssured.get(page.selectFirst("link[data-look]").attr("href")).asString();
    }

    private static AuditEntry newest(String action) {
        return QuarkusTransaction.requiringNew()
                .call(() -> AuditEntry.<AuditEntry>find("action = ?1 order by id desc", action)
                        .firstResult());
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(120, 28, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }
}
