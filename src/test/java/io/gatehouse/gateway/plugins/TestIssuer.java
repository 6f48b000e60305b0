package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.core.type.TypeReference;
import com.sun.net.httpserver.HttpServer;
import io.gatehouse.gateway.config.ConfigJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** An OpenID Connect issuer on a free port, whose keys the test changes. */
final class TestIssuer implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, KeyPair> keys = new ConcurrentHashMap<>();
    private final AtomicInteger readings = new AtomicInteger();
    private final AtomicInteger questions = new AtomicInteger();
    private final List<Grant> grants = new CopyOnWriteArrayList<>();
    private final AtomicReference<String> grant = new AtomicReference<>("");
    private volatile boolean isDown;
    private volatile String movedTo;

    /** How somebody has asked for a token. */
    record Grant(String authorization, String form) {}

    TestIssuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/.well-known/openid-configuration", () -> {
            readings.incrementAndGet();
            return Map.of(
                    "issuer",
                    address(),
                    "jwks_uri",
                    address() + "/keys",
                    "introspection_endpoint",
                    address() + "/ask",
                    "token_endpoint",
                    address() + "/token");
        });
        serve("/keys", () -> {
            List<Map<String, Object>> all = new ArrayList<>();
            all.add(Map.of("kty", "oct", "kid", "shared", "k", "c2VjcmV0"));
            all.add(Map.of("kty", "unheard-of", "kid", "odd"));
            for (Map.Entry<String, KeyPair> key : keys.entrySet()) {
                PublicJsonWebKey published =
                        PublicJsonWebKey.Factory.newPublicJwk(key.getValue().getPublic());
                published.setKeyId(key.getKey());
                all.add(published.toParams(OutputControlLevel.PUBLIC_ONLY));
            }
            return Map.of("keys", all);
        });
        server.createContext("/ask", exchange -> {
            questions.incrementAndGet();
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean isClient = "Basic Z2F0ZTpzJTNBY3JldA=="
                    .equals(exchange.getRequestHeaders().getFirst("Authorization"));
            boolean isGood = ("&" + form + "&").contains("&token=opaque-ann&");
            byte[] body = (isGood ? "{\"active\": true, \"sub\": \"ann\", \"scope\": \"read\"}" : "{\"active\": false}")
                    .getBytes();
            exchange.sendResponseHeaders(isClient ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/token", exchange -> {
            grants.add(new Grant(
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            byte[] body = grant.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length == 0 ? 401 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private interface Document {
        Map<String, Object> read() throws JoseException;
    }

    private void serve(String path, Document document) {
        server.createContext(path, exchange -> {
            if (movedTo != null) {
                exchange.getResponseHeaders().set("Location", movedTo + path);
                exchange.sendResponseHeaders(302, -1);
                exchange.close();
                return;
            }
            try {
                byte[] body = isDown ? new byte[0] : ConfigJson.MAPPER.writeValueAsBytes(document.read());
                exchange.sendResponseHeaders(isDown ? 500 : 200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            } catch (JoseException e) {
                throw new IOException(e);
            } finally {
                exchange.close();
            }
        });
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How often somebody has read the discovery document. */
    int readings() {
        return readings.get();
    }

    /** How often somebody has asked about a token. */
    int questions() {
        return questions.get();
    }

    List<Grant> grants() {
        return grants;
    }

    /** @param answer to whoever asks for a token; empty to refuse */
    void grants(String answer) {
        grant.set(answer);
    }

    /** @param address to which all who read a document are sent from now on */
    void moves(String address) {
        movedTo = address;
    }

    void isDown(boolean down) {
        isDown = down;
    }

    void forget(String kid) {
        keys.remove(kid);
    }

    void publish(String kid, KeyPair pair) {
        keys.put(kid, pair);
    }

    static KeyPair pair(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(
                algorithm.equals("EdDSA") ? "Ed25519" : algorithm.startsWith("ES") ? "EC" : "RSA");
        switch (algorithm) {
            case "ES256" -> generator.initialize(new ECGenParameterSpec("secp256r1"));
            case "ES384" -> generator.initialize(new ECGenParameterSpec("secp384r1"));
            case "ES512" -> generator.initialize(new ECGenParameterSpec("secp521r1"));
            case "EdDSA" -> {}
            default -> generator.initialize(2048);
        }
        return generator.generateKeyPair();
    }

    /** Good until {@code exp} of 2026-01-01T01:00:00Z, unless {@code more} says otherwise; a null takes a claim out. */
    String token(String kid, String algorithm, KeyPair pair, String more) throws Exception {
        Map<String, Object> claims = new LinkedHashMap<>(Map.of("iss", address(), "sub", "ann", "exp", 1_767_229_200));
        claims.putAll(ConfigJson.MAPPER.readValue(more, new TypeReference<Map<String, Object>>() {}));
        claims.values().removeIf(value -> value == null);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(algorithm);
        if (kid != null) {
            signature.setKeyIdHeaderValue(kid);
        }
        signature.setHeader("typ", "at+jwt");
        signature.setPayloadBytes(ConfigJson.MAPPER.writeValueAsString(claims).getBytes(StandardCharsets.UTF_8));
        signature.setKey(pair.getPrivate());
        return signature.getCompactSerialization();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
