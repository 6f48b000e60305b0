package io.gatehouse.gateway.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import io.gatehouse.gateway.Topologies;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers who send an id and a secret, for which the gateway gets a token of the issuer. */
class OpenidClientCredentialsTest {

    private static final String CLIENT = "\"auth_methods\": [\"client_credentials\"]";

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
        issuer.grants("{\"access_token\": \"opaque\", \"token_type\": \"Bearer\", \"expires_in\": 300}");
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        issuer.close();
        upstream.close();
    }

    private void serving(String config) {
        String issuerToo = "{\"issuer\": \"" + issuer.address() + "\", " + config + "}";
        gateway = GatewayHarness.serving(
                Topologies.everythingTo(upstream.port(), Topologies.plugin("openid-connect", issuerToo)));
    }

    private String send(String head, String body) throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            return client.send(head + " HTTP/1.1\r\nHost: api.example\r\n" + body)
                    .answer();
        }
    }

    private String call(String id, String secret) throws Exception {
        return send("GET /", basic(id, secret) + "\r\n");
    }

    private static String basic(String id, String secret) {
        byte[] both = (id + ':' + secret).getBytes(StandardCharsets.UTF_8);
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(both) + "\r\n";
    }

    private static void assertStatus(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
    }

    @Test
    void a_secret_is_exchanged_for_a_token_that_the_upstream_gets() throws Exception {
        serving(CLIENT + ", \"scopes\": [\"read\", \"write\"], \"token_post_args_names\": [\"audience\"],"
                + " \"token_post_args_values\": [\"https://api.example\"]");
        assertStatus(200, call("machine", "s:cret é"));
        String passed = upstream.request();
        assertTrue(passed.contains("uthorization: Bearer opaque\r\n"), passed);
        assertFalse(passed.contains("Basic"), passed);
        assertTrue(passed.contains("X-Credential-Identifier: machine"), passed);
        TestIssuer.Grant grant = issuer.grants().get(0);
        assertEquals(
                "Basic " + Base64.getEncoder().encodeToString("machine:s%3Acret+%C3%A9".getBytes()),
                grant.authorization());
        assertEquals("audience=https%3A%2F%2Fapi.example&grant_type=client_credentials&scope=read+write", grant.form());
    }

    @Test
    void a_token_is_kept_until_shortly_before_it_ends() throws Exception {
        serving(CLIENT);
        assertStatus(200, call("machine", "secret"));
        gateway.clock().forward(Duration.ofSeconds(269));
        assertStatus(200, call("machine", "secret"));
        assertEquals(1, issuer.grants().size());
        assertStatus(200, call("machines", "ecret"));
        assertStatus(200, call("machine", "other"));
        assertEquals(3, issuer.grants().size());
        gateway.clock().forward(Duration.ofSeconds(1));
        assertStatus(200, call("machine", "secret"));
        assertEquals(4, issuer.grants().size());
    }

    @Test
    void a_refusal_is_kept_for_a_moment_and_a_broken_issuer_is_no_refusal() throws Exception {
        serving(CLIENT);
        issuer.grants("");
        String refused = call("machine", "wrong");
        assertStatus(401, refused);
        assertTrue(refused.contains("WWW-Authenticate: Bearer realm=\"127.0.0.1\", error=\"invalid_token\""), refused);
        issuer.grants("{\"access_token\": \"opaque\"}");
        assertStatus(401, call("machine", "wrong"));
        assertEquals(1, issuer.grants().size());
        gateway.clock().forward(Duration.ofSeconds(5));
        assertStatus(200, call("machine", "wrong"));
        issuer.grants("{\"token_type\": \"mac\", \"access_token\": \"odd\"}");
        assertStatus(503, call("machine", "secret"));
        issuer.grants("no json");
        assertStatus(503, call("machine", "secret"));
    }

    @Test
    void a_signed_token_must_be_good_here_as_well() throws Exception {
        serving(CLIENT + ", \"scopes_required\": [\"read\"], \"consumer_claim\": [\"client_id\"],"
                + " \"consumer_optional\": true, \"cache_tokens\": false");
        issuer.grants("{\"access_token\": \"" + issuer.token("one", "ES256", pair, "{\"scope\": \"read\"}") + "\"}");
        assertStatus(200, call("machine", "secret"));
        issuer.grants("{\"scope\": \"read\", \"access_token\": \"" + issuer.token("one", "ES256", pair, "{}") + "\"}");
        assertStatus(403, call("machine", "secret"));
        KeyPair other = TestIssuer.pair("ES256");
        issuer.grants("{\"access_token\": \"" + issuer.token("one", "ES256", other, "{\"scope\": \"read\"}") + "\"}");
        assertStatus(401, call("machine", "secret"));
    }

    @Test
    void a_secret_may_stand_in_the_query_or_in_a_form_and_goes_no_further() throws Exception {
        serving(CLIENT + ", \"client_auth\": [\"client_secret_post\"]");
        assertStatus(200, send("GET /x?a=1&client_id=machine&client_secret=topsecret&b=2", "\r\n"));
        assertTrue(upstream.request().startsWith("GET /x?a=1&b=2 HTTP/1.1\r\n"));
        TestIssuer.Grant grant = issuer.grants().get(0);
        assertEquals(
                "grant_type=client_credentials&scope=openid&client_id=machine&client_secret=topsecret", grant.form());
        assertEquals(null, grant.authorization());

        String form = "client_secret=topsecret&client_id=machine&c=3";
        String head = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length();
        assertStatus(200, send("POST /", head + "\r\n\r\n" + form));
        String posted = upstream.request();
        assertTrue(posted.endsWith("\r\n\r\nc=3"), posted);
        assertEquals(1, issuer.grants().size());
        assertStatus(401, send("GET /?client_id=machine&client_secret=topsecret&client_secret=x", "\r\n"));
        assertStatus(401, send("GET /", basic("machine", "topsecret") + basic("machine", "x") + "\r\n"));
        assertStatus(401, send("GET /", "Authorization: Basic !!\r\n\r\n"));
        assertStatus(401, send("GET /", "Authorization: Bearer opaque\r\n\r\n"));
        assertEquals(1, issuer.grants().size());
    }

    @Test
    void only_places_that_are_named_are_looked_at() throws Exception {
        serving(CLIENT
                + ", \"client_credentials_param_type\": [\"query\"], \"upstream_access_token_header\": \"x-token\"");
        assertStatus(401, call("machine", "secret"));
        assertStatus(200, send("GET /?client_id=machine&client_secret=secret", "\r\n"));
        String passed = upstream.request();
        assertTrue(passed.startsWith("GET / HTTP/1.1\r\n") && passed.contains("x-token: opaque\r\n"), passed);
        assertFalse(passed.contains("secret"), passed);
    }
}
