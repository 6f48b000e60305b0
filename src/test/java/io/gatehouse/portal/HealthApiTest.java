package io.gatehouse.portal;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HealthApiTest {
    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/live", "/health/ready", "/health/started"})
    void everybody_learns_whether_it_works_and_nothing_else(String path) {
        given().get(path).then().statusCode(200).body(equalTo("{\"status\":\"UP\"}"));
    }

    @Test
    void the_checks_by_name_are_shown_to_nobody() {
        for (String path : new String[] {"/q/health", "/q/health/ready"})
            given().redirects().follow(false).get(path).then().statusCode(303);
    }
}
