package io.gatehouse.theme;

import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.settings.Secrets;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PreviewLinksTest {
    private static final Instant NOON = Instant.parse("2026-03-12T12:00:00Z");
    private static final UUID DRAFT = UUID.randomUUID();

    @Inject
    Secrets secrets;

    @Inject
    PreviewLinks links;

    @Test
    void a_link_opens_its_draft_for_a_day() {
        String token = at(NOON).token(DRAFT);
        Instant lastSecond = NOON.plus(Duration.ofHours(24)).minusSeconds(1);
        assertEquals(Optional.of(DRAFT), at(lastSecond).draft(token));
        assertEquals(Optional.empty(), at(NOON.plus(Duration.ofHours(24))).draft(token));
    }

    @Test
    void a_link_cannot_be_turned_to_another_draft() {
        String mine = at(NOON).token(DRAFT);
        String other = at(NOON).token(UUID.randomUUID());
        // 24 bytes say which draft and until when: 32 letters; the rest is the signature.
        assertEquals(Optional.empty(), at(NOON).draft(other.substring(0, 32) + mine.substring(32)));
        assertEquals(Optional.empty(), at(NOON).draft(mine.substring(0, mine.length() - 2)));
        assertEquals(Optional.empty(), at(NOON).draft("!"));
    }

    @Test
    void nothing_can_be_sent_from_a_preview() {
        String token = links.token(DRAFT);
        RestAssured.given()
                .queryParam("preview", token)
                .formParam("mode", "dark")
                .post("/appearance")
                .then()
                .statusCode(403);
    }

    @Test
    void a_broken_link_is_gone() {
        RestAssured.given().queryParam("preview", "x").get("/").then().statusCode(410);
    }

    @Test
    void a_preview_is_kept_by_nobody_and_framed_by_us_alone() {
        RestAssured.given()
                .queryParam("preview", links.token(DRAFT))
                .get("/")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .header("X-Robots-Tag", "noindex")
                .header("Content-Security-Policy", containsString("frame-ancestors 'self'"));
    }

    private PreviewLinks at(Instant now) {
        return new PreviewLinks(secrets, InstantSource.fixed(now));
    }
}
