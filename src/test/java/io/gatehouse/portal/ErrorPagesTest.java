package io.gatehouse.portal;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ErrorPagesTest {
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    @ParameterizedTest
    @ValueSource(strings = {"/no-such-page", "/apis/no-such-api", "/theme/1/look-0", "/css/none.css"})
    void what_is_not_there_is_a_page_for_browsers(String path) {
        given().accept(BROWSER).get(path).then().statusCode(404).body(containsString("There is nothing here"));
    }

    @Test
    void programs_are_told_in_json() {
        given().accept("application/json")
                .get("/no-such-page")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("status", equalTo(404))
                .body("title", equalTo("There is nothing here"));
    }

    @Test
    void a_wrong_method_says_which_ones_there_are() {
        given().accept(BROWSER)
                .delete("/robots.txt")
                .then()
                .statusCode(405)
                .header("Allow", containsString("GET"))
                .body(containsString("This address cannot do that"));
    }

    @Test
    void a_form_without_its_token_is_refused_in_words() {
        given().accept(BROWSER)
                .formParam("mode", "dark")
                .post("/appearance")
                .then()
                .statusCode(403)
                .body(containsString("The form was too old or came from elsewhere, so nothing was done."));
    }

    @Test
    void a_fault_of_ours_has_an_id_and_says_nothing_of_the_inside() {
        given().accept(BROWSER)
                .get("/test/broken")
                .then()
                .statusCode(500)
                .body(containsString("Something went wrong on our side"))
                .body(containsString("Error <code>"))
                .body(not(containsString("a secret of the inside")))
                .body(not(containsString("Exception")));
    }

    @Test
    void a_lost_database_is_a_pause_and_not_a_fault() {
        given().accept(BROWSER)
                .get("/test/without-database")
                .then()
                .statusCode(503)
                .header("Retry-After", "10")
                .body(containsString("We will be back in a moment"));
    }
}
