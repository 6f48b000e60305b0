package io.gatehouse.gateway.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.credential.IdentityChange;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of an issuer that answers over HTTP and changes its keys. */
class OpenidConnectTest {

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
        if (gateway != null) {
            gateway.close();
        }
        issuer.close();
        upstream.close();
    }

    private void serving(String config, PluginConfig... more) {
        String issuerToo = "{\"issuer\": \"" + issuer.address() + "\"" + (config.isEmpty() ? "" : ", " + config) + "}";
        List<PluginConfig> all = new ArrayList<>(List.of(more));
        all.add(Topologies.plugin("openid-connect", issuerToo));
        gateway = GatewayHarness.serving(Topologies.everythingTo(upstream.port(), all.toArray(PluginConfig[]::new)));
    }

    private UUID consumer(String username, String customId) {
        UUID id = UUID.randomUUID();
        Consumer consumer = new Consumer(id, username, customId, List.of(), Map.of(), null, null, null);
        gateway.node().identities().apply(new IdentityChange(id, consumer, List.of()));
        return id;
    }

    private String token(String more) throws Exception {
        return issuer.token("one", "ES256", pair, more);
    }

    private String call(String token) throws Exception {
        return send("GET / HTTP/1.1\r\nHost: api.example\r\nAuthorization: Bearer " + token + "\r\n\r\n");
    }

    private String send(String request) throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            return client.send(request).answer();
        }
    }

    private static void assertStatus(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
    }

    private String passed() throws Exception {
        return upstream.request().toLowerCase(Locale.ROOT);
    }

    @Test
    void every_algorithm_with_a_public_key_is_good() throws Exception {
        serving("");
        KeyPair rsa = TestIssuer.pair("RS256");
        for (String algorithm : List.of("RS", "PS", "ES")) {
            for (String size : List.of("256", "384", "512")) {
                issuer.publish(algorithm + size, algorithm.equals("ES") ? TestIssuer.pair("ES" + size) : rsa);
            }
        }
        KeyPair edwards = TestIssuer.pair("EdDSA");
        issuer.publish("EdDSA", edwards);
        assertStatus(200, call(issuer.token("EdDSA", "EdDSA", edwards, "{}")));
        for (String algorithm : List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")) {
            assertStatus(200, call(issuer.token(algorithm, algorithm, rsa, "{}")));
        }
        for (String algorithm : List.of("ES384", "ES512")) {
            KeyPair curve = TestIssuer.pair(algorithm);
            issuer.publish(algorithm + "-new", curve);
            gateway.clock().forward(Duration.ofSeconds(31));
            assertStatus(200, call(issuer.token(algorithm + "-new", algorithm, curve, "{}")));
        }
        assertStatus(200, call(issuer.token(null, "ES256", pair, "{}")));
    }

    @Test
    void forged_and_outdated_tokens_are_refused() throws Exception {
        serving("\"display_errors\": true");
        assertStatus(200, call(token("{}")));
        String answer = send("GET / HTTP/1.1\r\nHost: api.example\r\n\r\n");
        assertStatus(401, answer);
        assertTrue(answer.contains("WWW-Authenticate: Bearer realm=\"127.0.0.1\"\r\n"), answer);
        assertTrue(answer.contains("\"message\":\"Unauthorized\""), answer);

        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String claims = token("{}").split("\\.")[1];
        for (String signature : List.of("", "c2ln"))
            assertStatus(
                    401, call(base64.encodeToString("{\"alg\":\"none\"}".getBytes()) + "." + claims + "." + signature));
        JsonWebSignature shared = new JsonWebSignature();
        shared.setAlgorithmHeaderValue("HS256");
        shared.setKeyIdHeaderValue("one");
        shared.setPayload(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8));
        shared.setKey(new HmacKey(pair.getPublic().getEncoded()));
        assertStatus(401, call(shared.getCompactSerialization()));

        assertStatus(401, call(issuer.token("one", "ES256", TestIssuer.pair("ES256"), "{}")));
        assertStatus(401, call(token("{\"iss\": \"https://elsewhere.example\"}")));
        assertStatus(401, call(token("{\"nbf\": 1767225640}")));
        assertStatus(401, call(token("{\"exp\": null}")));
        String expired = call(token("{\"exp\": 1767225630}"));
        assertStatus(401, expired);
        assertTrue(expired.contains("error=\"invalid_token\", error_description=\"expired\""), expired);
    }

    @Test
    void clocks_may_differ_and_issuers_have_other_names_if_the_operator_says_so() throws Exception {
        serving("\"leeway\": 20, \"issuers_allowed\": [\"https://elsewhere.example\"]");
        assertStatus(
                200, call(token("{\"iss\": \"https://elsewhere.example\", \"exp\": 1767225620, \"nbf\": 1767225640}")));
        assertStatus(401, call(token("{\"iss\": \"https://elsewhere.example\", \"exp\": 1767225610}")));
        assertStatus(401, call(token("{}")));
    }

    @Test
    void a_new_key_is_read_but_not_as_often_as_strangers_like() throws Exception {
        serving("");
        assertStatus(200, call(token("{}")));
        assertEquals(1, issuer.readings());
        KeyPair next = TestIssuer.pair("ES256");
        issuer.publish("two", next);
        assertStatus(401, call(issuer.token("two", "ES256", next, "{}")));
        assertEquals(1, issuer.readings());
        gateway.clock().forward(Duration.ofSeconds(30));
        assertStatus(200, call(issuer.token("two", "ES256", next, "{}")));
        for (int i = 0; i < 5; i++) {
            assertStatus(401, call(issuer.token("three", "ES256", next, "{}")));
        }
        assertEquals(2, issuer.readings());
        issuer.forget("one");
        assertStatus(200, call(token("{}")));
        gateway.clock().forward(Duration.ofSeconds(3600));
        assertStatus(401, call(token("{\"exp\": 1767325630}")));
        assertEquals(3, issuer.readings());
    }

    @Test
    void an_issuer_that_is_down_is_asked_again_and_its_keys_stay() throws Exception {
        serving("");
        issuer.isDown(true);
        assertStatus(503, call(token("{}")));
        issuer.isDown(false);
        assertStatus(503, call(token("{}")));
        gateway.clock().forward(Duration.ofSeconds(5));
        assertStatus(200, call(token("{}")));
        issuer.isDown(true);
        gateway.clock().forward(Duration.ofSeconds(4000));
        assertStatus(200, call(token("{\"exp\": 1767325630}")));
    }

    @Test
    void scopes_audiences_groups_and_roles_can_be_asked_for() throws Exception {
        serving(
                "\"scopes_required\": [\"read write\", \"admin\"], \"audience_required\": [\"weather\"],"
                        + " \"roles_claim\": [\"realm_access\", \"roles\"], \"roles_required\": [\"staff\"], \"claims_forbidden\": [\"act\"]");
        String rest = ", \"aud\": [\"weather\", \"x\"], \"realm_access\": {\"roles\": [\"staff\"]}";
        assertStatus(200, call(token("{\"scope\": \"write read\"" + rest + "}")));
        assertStatus(200, call(token("{\"scope\": [\"admin\"]" + rest + "}")));
        String answer = call(token("{\"scope\": \"read\"" + rest + "}"));
        assertStatus(403, answer);
        assertTrue(answer.contains("\"message\":\"Forbidden\"") && answer.contains("insufficient_scope"), answer);
        assertStatus(403, call(token("{\"scope\": \"admin\", \"aud\": \"weather\"}")));
        assertStatus(403, call(token("{\"scope\": \"admin\", \"act\": {}" + rest + "}")));
        assertStatus(
                403,
                call(token("{\"scope\": \"admin\", \"aud\": \"other\", \"realm_access\": {\"roles\": [\"staff\"]}}")));
    }

    @Test
    void a_claim_leads_to_the_consumer() throws Exception {
        serving("\"consumer_claim\": [\"sub\"]");
        assertStatus(403, call(token("{}")));
        UUID byCustomId = consumer("somebody", "ann");
        UUID byName = consumer("ben", null);
        assertStatus(200, call(token("{}")));
        String request = passed();
        assertTrue(request.contains("x-consumer-id: " + byCustomId), request);
        assertTrue(request.contains("x-credential-identifier: ann"), request);
        assertFalse(request.contains("x-anonymous-consumer"), request);
        assertStatus(200, call(token("{\"sub\": \"ben\"}")));
        assertTrue(passed().contains("x-consumer-id: " + byName));
        assertStatus(403, call(token("{\"sub\": \"" + byName + "\"}")));
        gateway.node().identities().apply(IdentityChange.gone(byCustomId));
        assertStatus(403, call(token("{}")));
    }

    @Test
    void groups_of_the_issuer_are_enough_for_acl() throws Exception {
        serving(
                "\"authenticated_groups_claim\": [\"groups\"]",
                Topologies.plugin("acl", "{\"allow\": [\"gold\"]}"),
                Topologies.plugin("rate-limiting", "{\"hour\": 2, \"limit_by\": \"credential\"}"));
        assertStatus(200, call(token("{\"groups\": [\"gold\", \"red\"]}")));
        assertTrue(passed().contains("x-authenticated-groups: gold, red"));
        assertStatus(403, call(token("{\"groups\": [\"red\"], \"sub\": \"ben\"}")));
        assertStatus(200, call(token("{\"groups\": [\"gold\"]}")));
        assertStatus(429, call(token("{\"groups\": [\"gold\"]}")));
        assertStatus(200, call(token("{\"groups\": [\"gold\"], \"sub\": \"carl\"}")));
    }

    @Test
    void everybody_else_may_be_the_anonymous_consumer() throws Exception {
        serving(
                "\"anonymous\": \"guest\", \"upstream_headers_claims\": [\"mail\"], \"upstream_headers_names\": [\"X-Mail\"]");
        UUID guest = consumer("guest", null);
        assertStatus(200, send("GET / HTTP/1.1\r\nHost: api.example\r\nX-Mail: boss@example.com\r\n\r\n"));
        String request = passed();
        assertTrue(
                request.contains("x-consumer-id: " + guest) && request.contains("x-anonymous-consumer: true"), request);
        assertFalse(request.contains("x-mail"), request);
    }

    @Test
    void upstream_and_client_get_claims_but_no_hidden_token() throws Exception {
        serving("\"hide_credentials\": true, \"upstream_headers_claims\": [\"mail\", \"roles\"],"
                + " \"upstream_headers_names\": [\"X-Mail\", \"X-Roles\"], \"downstream_headers_claims\": [\"sub\"],"
                + " \"downstream_headers_names\": [\"X-Subject\"]");
        String token = token("{\"mail\": \"ann@example.com\\r\\nX-Evil: 1\", \"roles\": [\"a\"]}");
        String answer = send("GET /x?a=1&access_token=" + token + " HTTP/1.1\r\nHost: api.example\r\n\r\n");
        assertStatus(200, answer);
        assertTrue(answer.contains("X-Subject: ann"), answer);
        String request = upstream.request();
        assertTrue(request.startsWith("GET /x?a=1 HTTP/1.1"), request);
        assertTrue(request.contains("X-Roles: [\"a\"]"), request);
        assertFalse(request.contains(token) || request.contains("X-Evil") || request.contains("X-Mail"), request);

        String form = "access_token=" + token + "&b=2";
        assertStatus(
                200,
                send(
                        "POST / HTTP/1.1\r\nHost: api.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                                + form.length() + "\r\n\r\n" + form));
        String posted = upstream.request();
        assertTrue(posted.endsWith("\r\n\r\nb=2"), posted);
    }

    @Test
    void the_upstream_gets_the_token_in_its_header() throws Exception {
        serving("");
        String token = token("{}");
        assertStatus(200, send("GET / HTTP/1.1\r\nHost: api.example\r\nX-Access-Token: " + token + "\r\n\r\n"));
        assertTrue(upstream.request().contains("uthorization: Bearer " + token));
        String two =
                "GET / HTTP/1.1\r\nHost: api.example\r\nAccess-Token: " + token + "\r\nAuthorization: Bearer x\r\n\r\n";
        assertStatus(401, send(two));
    }

    @Test
    void the_issuer_is_asked_about_other_tokens_and_its_answer_kept() throws Exception {
        serving(
                "\"client_id\": [\"gate\"], \"client_secret\": [\"s:cret\"], \"scopes_required\": [\"read\"], \"cache_ttl\": 60");
        assertStatus(200, call("opaque-ann"));
        assertTrue(passed().contains("x-credential-identifier: ann"));
        assertStatus(200, call("opaque-ann"));
        assertEquals(1, issuer.questions());
        assertStatus(401, call("opaque-ben"));
        assertStatus(200, call(token("{\"scope\": \"read\"}")));
        assertEquals(2, issuer.questions());
        gateway.clock().forward(Duration.ofSeconds(60));
        assertStatus(200, call("opaque-ann"));
        assertEquals(3, issuer.questions());
    }

    @Test
    void without_a_good_client_nobody_passes_by_introspection() throws Exception {
        serving("\"client_id\": [\"gate\"], \"client_secret\": [\"wrong\"]");
        assertStatus(503, call("opaque-ann"));
    }
}
