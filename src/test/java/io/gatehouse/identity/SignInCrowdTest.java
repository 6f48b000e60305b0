package io.gatehouse.identity;

import static io.gatehouse.identity.TestPeople.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More people sign in at once than the server can check: some get in, the others are told at once when to come again. */
@QuarkusTest
class SignInCrowdTest {
    private static final int CROWD = 120;

    @BeforeEach
    void start() {
        Attempts.forget();
    }

    @Test
    void whoever_finds_no_place_in_the_queue_is_told_to_come_again() throws Exception {
        List<Callable<Response>> crowd = people().stream()
                .map(email -> (Callable<Response>)
                        () -> TestPeople.visitor().post("/sign-in", Map.of("email", email, "password", PASSWORD)))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(CROWD);
        int served = 0;
        try {
            for (Future<Response> each : threads.invokeAll(crowd)) {
                Response answer = each.get();
                if (answer.statusCode() == 303) served++;
                else assertTurnedAway(answer);
            }
        } finally {
            threads.shutdown();
        }
        assertTrue(served >= 50 && served < CROWD, served + " of " + CROWD + " got in");
    }

    private static void assertTurnedAway(Response answer) {
        assertEquals(503, answer.statusCode());
        assertEquals("5", answer.header("Retry-After"));
        var page = Jsoup.parse(answer.asString());
        assertTrue(page.text().contains("Too many people are signing in at this moment. Try again in 5 seconds."));
        assertTrue(page.select("#email").val().endsWith("@example.com"), "what was typed is kept");
    }

    /** All with one hash, since making as many takes longer than the test. */
    private static List<String> people() {
        TestBrowser first = TestPeople.developer();
        return QuarkusTransaction.requiringNew().call(() -> {
            Developer model = Developer.findById(first.personId());
            List<String> emails = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                Developer developer = new Developer();
                developer.email = TestPeople.freshEmail();
                developer.name = model.name;
                developer.passwordHash = model.passwordHash;
                developer.state = model.state;
                developer.createdAt = model.createdAt;
                developer.verifiedAt = model.verifiedAt;
                developer.persist();
                emails.add(developer.email);
            }
            return emails;
        });
    }
}
