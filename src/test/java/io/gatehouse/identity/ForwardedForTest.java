package io.gatehouse.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A load balancer in front that the settings name: the address in the session is the client's. */
@QuarkusTest
@TestProfile(ForwardedForTest.BehindProxy.class)
class ForwardedForTest {
    public static class BehindProxy implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "gatehouse.portal.trusted-proxies", "127.0.0.1/32",
                    "gatehouse.database.url", "jdbc:h2:mem:forwarded;DB_CLOSE_DELAY=-1");
        }
    }

    @Test
    void the_client_is_who_the_load_balancer_says() {
        String email = TestPeople.freshEmail();
        TestBrowser visitor = TestPeople.visitor();
        RestAssured.requestSpecification = RestAssured.given().header("X-Forwarded-For", "1.1.1.1, 198.51.100.7");
        try {
            visitor.post("/sign-in", Map.of("email", email, "password", "not the password"));
        } finally {
            RestAssured.requestSpecification = null;
        }
        assertEquals("198.51.100.7", SignInTest.newest().address);
    }
}
