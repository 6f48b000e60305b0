package io.gatehouse.gateway.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody sends who wants in, or wants the issuer to suffer. */
class OpenidAttacksTest {

    private RawUpstream upstream;
    private TestIssuer issuer;
    private GatewayHarness gateway;
    private KeyPair pair;

    @BeforeEach
    void start() throws Exception {
        upstream = new RawUpstream();
        upstream.answers(RawUpstream.OK);
        issuer = new TestIssuer();
        pair = TestIssuer.pair("ES256");
        issuer.publish("one", pair);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        issuer.close();
        upstream.close();
    }

    private void serving(String address, String more) {
        gateway = GatewayHarness.serving(Topologies.everythingTo(
                upstream.port(), Topologies.plugin("openid-connect", "{\"issuer\": \"" + address + "\"" + more + "}")));
    }

    private String send(String headers) throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            return client.send("GET / HTTP/1.1\r\nHost: api.example\r\n" + headers + "\r\n")
                    .answer();
        }
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }

    private static void assertStatus(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
    }

    @Test
    void a_token_does_not_bring_its_own_keys() throws Exception {
        serving(issuer.address(), "");
        KeyPair own = TestIssuer.pair("ES256");
        PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(own.getPublic());
        try (TestIssuer attacker = new TestIssuer()) {
            attacker.publish("one", own);
            for (Object kid : List.of("one", "other", "../../dev/null", "' OR 1=1 --", attacker.address() + "/keys")) {
                JsonWebSignature signature = new JsonWebSignature();
                signature.setAlgorithmHeaderValue("ES256");
                signature.setHeader("kid", kid);
                signature.setHeader("jku", attacker.address() + "/keys");
                signature.setHeader("x5u", attacker.address() + "/keys");
                signature.getHeaders().setObjectHeaderValue("jwk", key.toParams(OutputControlLevel.PUBLIC_ONLY));
                signature.setPayload("{\"iss\": \"" + issuer.address() + "\", \"sub\": \"ann\", \"exp\": 1767229200}");
                signature.setKey(own.getPrivate());
                assertStatus(401, send(bearer(signature.getCompactSerialization())));
            }
            assertEquals(0, attacker.readings());
        }
        assertEquals(1, issuer.readings());
    }

    @Test
    void times_that_are_no_numbers_are_refused() throws Exception {
        serving(issuer.address(), ", \"leeway\": 100");
        for (String claims : List.of(
                "{\"exp\": \"1767229200\"}",
                "{\"exp\": true}",
                "{\"exp\": -1}",
                "{\"nbf\": \"0\"}",
                "{\"nbf\": 1e300}",
                "{\"exp\": [1767229200]}")) {
            assertStatus(401, send(bearer(issuer.token("one", "ES256", pair, claims))));
        }
    }

    @Test
    void of_two_tokens_none_counts_and_of_two_ways_the_token() throws Exception {
        serving(issuer.address(), "");
        String good = issuer.token("one", "ES256", pair, "{}");
        assertStatus(401, send(bearer(good) + bearer("forged.forged.forged")));
        assertStatus(401, send(bearer("forged.forged.forged") + bearer(good)));
        assertStatus(401, send("Authorization: Bearer " + good + ", Bearer forged\r\n"));
        assertStatus(200, send(bearer(good) + bearer(good)));
        assertStatus(200, send("Authorization: Basic YTpi\r\n" + bearer(good)));
        String passed = upstream.request();
        passed = upstream.request();
        assertTrue(passed.contains("Bearer " + good) && !passed.contains("Basic"), passed);
        assertEquals(List.of(), issuer.grants());
    }

    @Test
    void an_issuer_that_points_elsewhere_is_not_followed() throws Exception {
        serving(issuer.address(), "");
        try (TestIssuer attacker = new TestIssuer()) {
            issuer.moves(attacker.address());
            assertStatus(503, send(bearer(issuer.token("one", "ES256", pair, "{}"))));
            assertEquals(0, attacker.readings());
        }
    }

    @Test
    void an_issuer_without_end_holds_up_nobody() throws Exception {
        HttpServer endless = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        CompletableFuture<String> ended = new CompletableFuture<>();
        endless.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                for (int i = 0; i < 100_000; i++) exchange.getResponseBody().write(new byte[1000]);
                ended.complete("never");
            } catch (IOException left) {
                ended.complete("cut");
            }
            exchange.close();
        });
        endless.start();
        try {
            serving("http://127.0.0.1:" + endless.getAddress().getPort(), "");
            assertStatus(503, send(bearer(issuer.token("one", "ES256", pair, "{}"))));
            assertEquals("cut", ended.get());
        } finally {
            endless.stop(0);
        }
    }

    @Test
    void many_strangers_at_once_cost_the_issuer_one_reading() throws Exception {
        serving(issuer.address(), "");
        KeyPair other = TestIssuer.pair("ES256");
        HttpClient client = HttpClient.newHttpClient();
        List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(0, 40)
                .mapToObj(i -> call(client, token("kid-" + i, other)))
                .toList();
        for (CompletableFuture<HttpResponse<String>> call : calls) {
            assertEquals(401, call.get().statusCode());
        }
        assertEquals(1, issuer.readings());
    }

    private String token(String kid, KeyPair signer) {
        try {
            return issuer.token(kid, "ES256", signer, "{}");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private CompletableFuture<HttpResponse<String>> call(HttpClient client, String token) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/"))
                .header("Authorization", "Bearer " + token)
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void the_issuer_is_not_asked_about_what_is_no_token() throws Exception {
        serving(issuer.address(), ", \"client_id\": [\"gate\"], \"client_secret\": [\"s:cret\"]");
        String form = "access_token=" + "a".repeat(20_000);
        try (RawClient client = new RawClient(gateway.port())) {
            String answer = client.send("POST / HTTP/1.1\r\nHost: api.example\r\nContent-Length: " + form.length()
                            + "\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n" + form)
                    .answer();
            assertStatus(401, answer);
        }
        assertEquals(0, issuer.questions());
        byte[] none = "{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8);
        assertStatus(401, send(bearer(java.util.Base64.getUrlEncoder().encodeToString(none) + ".e30.")));
        assertEquals(0, issuer.questions());
    }
}
