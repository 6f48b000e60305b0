package io.gatehouse.console;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.gatehouse.identity.TestPeople;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StylePageTest {
    @Test
    void every_part_renders_with_and_without_its_optional_parameters() {
        TestPeople.operator()
                .get("/console/style")
                .then()
                .statusCode(200)
                .body(containsString("Calls with it are refused within a second."))
                .body(containsString("<option value=\"AUTO\" selected>"))
                .body(containsString("600 calls a minute."))
                .body(not(containsString("NOT_FOUND")));
    }
}
