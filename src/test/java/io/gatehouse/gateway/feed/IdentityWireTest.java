package io.gatehouse.gateway.feed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.Acl;
import io.gatehouse.gateway.config.BasicAuthCredential;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Credential;
import io.gatehouse.gateway.config.HmacAuthCredential;
import io.gatehouse.gateway.config.JwtSecret;
import io.gatehouse.gateway.config.KeyAuthCredential;
import io.gatehouse.gateway.config.Ref;
import io.gatehouse.gateway.credential.ConsumerIdentity;
import io.gatehouse.gateway.credential.IdentityChange;
import io.gatehouse.gateway.credential.KeptPassword;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.credential.LocalIdentityIndex;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdentityWireTest {
    private static final KeyDigest DIGEST = new KeyDigest(new byte[32]);
    private static final IdentityWire WIRE = new IdentityWire(DIGEST);

    private final UUID id = UUID.randomUUID();
    private final Ref owner = new Ref(id);
    private final Consumer consumer = new Consumer(
            id,
            "ann",
            "customer-7",
            List.of("gold", "eu"),
            Map.of(UUID.randomUUID(), "silver", UUID.randomUUID(), "free"),
            List.of("a tag"),
            1_700_000_000L,
            1_700_000_001L);

    @Test
    void a_stored_consumer_arrives_with_all_that_proves_it() throws Exception {
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(KeyPairGenerator.getInstance("RSA")
                                .generateKeyPair()
                                .getPublic()
                                .getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        UUID basic = UUID.randomUUID();
        List<Record> belongings = List.of(
                new KeyAuthCredential(
                        UUID.randomUUID(),
                        owner,
                        "the key",
                        HexFormat.of().formatHex(DIGEST.of("the key")),
                        "th…ey",
                        60L,
                        List.of(),
                        5L),
                new BasicAuthCredential(
                        basic, owner, "ann", null, KeptPassword.digest(basic, "open sesame", DIGEST), null, 5L),
                new HmacAuthCredential(UUID.randomUUID(), owner, "ann", "hmac secret", null, 5L),
                new JwtSecret(UUID.randomUUID(), owner, "issuer", "jwt secret", "HS512", null, null, 5L),
                new JwtSecret(UUID.randomUUID(), owner, "other", null, "RS256", pem, null, 5L),
                new Acl(UUID.randomUUID(), owner, "staff", null, 5L),
                new Acl(UUID.randomUUID(), owner, "partners", null, 5L));
        String line = IdentityWire.line(consumer, belongings, List.of()).toString();
        assertFalse(line.contains("the key"), "a plain key stays at home");
        assertFalse(line.contains("\n"));
        assertSame(new ConsumerIdentity(DIGEST).of(consumer, belongings), WIRE.read(line));
    }

    @Test
    void an_application_arrives_with_its_registrations_and_digests() {
        List<Credential> keys = List.of(
                new Credential(UUID.randomUUID(), "key-auth", DIGEST.of("one"), null),
                new Credential(UUID.randomUUID(), "key-auth", DIGEST.of("two"), 1_900_000_000_123L));
        ObjectNode line = IdentityWire.line(consumer, List.of(), keys);
        assertSame(new IdentityChange(id, consumer, keys), WIRE.read(line));
        assertEquals(2, line.path("registrations").size());
        assertFalse(line.path("consumer").has("registrations"));
    }

    @Test
    void a_password_still_opens_where_it_arrives_even_one_that_kong_digested() {
        BasicAuthCredential fromKong = new BasicAuthCredential(
                UUID.randomUUID(), owner, "ann", null, "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3", null, 5L);
        IdentityChange read = WIRE.read(IdentityWire.line(consumer, List.of(fromKong), List.of()));
        KeptPassword kept = (KeptPassword) read.credentials().get(0).proof();
        assertEquals(fromKong, kept.credential());
        LocalIdentityIndex index = new LocalIdentityIndex(DIGEST, InstantSource.system());
        index.apply(read);
        assertEquals(id, index.holder("basic-auth", "ann").consumer().id());
    }

    @Test
    void what_is_unset_costs_no_bytes() {
        Consumer plain = new Consumer(id, "ann", null, null, null, null, null, null);
        String line = IdentityWire.line(plain, List.of(), List.of()).toString();
        assertEquals("{\"id\":\"" + id + "\",\"consumer\":{\"username\":\"ann\"}}", line);
        assertSame(new IdentityChange(id, plain, List.of()), WIRE.read(line));
    }

    @Test
    void who_is_gone_is_known_by_the_id_alone() {
        assertEquals(IdentityChange.gone(id), WIRE.read(IdentityWire.gone(id).toString()));
    }

    @Test
    void what_a_newer_control_plane_adds_is_passed_over() {
        ObjectNode line = IdentityWire.line(consumer, List.of(), List.of());
        line.put("later", true);
        line.withObject("/consumer").put("later", 1);
        line.withArray("/credentials/mtls_credentials").addObject().put("id", "x");
        line.withArray("/credentials/acls")
                .addObject()
                .put("id", UUID.randomUUID().toString())
                .put("group", "staff")
                .put("later", "x");
        IdentityChange read = WIRE.read(line);
        assertEquals(List.of("staff"), read.consumer().aclGroups());
        assertTrue(read.credentials().isEmpty());
    }

    @Test
    void anything_else_is_refused_without_repeating_it() {
        for (String text : List.of(
                "",
                "[]",
                "{}",
                "{\"id\":\"secret\"}",
                "{\"id\":",
                "{\"id\":\"" + id + "\",\"consumer\":{\"groups\":5}}")) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> WIRE.read(text), text);
            assertFalse(refused.getMessage().contains("\"id\""), refused.getMessage());
        }
    }

    private static void assertSame(IdentityChange expected, IdentityChange actual) {
        assertEquals(expected.consumerId(), actual.consumerId());
        assertEquals(expected.consumer(), actual.consumer());
        assertEquals(expected.credentials().size(), actual.credentials().size());
        for (Credential credential : expected.credentials()) {
            Credential same = actual.credentials().stream()
                    .filter(other -> other.id().equals(credential.id()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(credential.type(), same.type());
            assertArrayEquals(credential.digest(), same.digest());
            assertEquals(credential.expiresAt(), same.expiresAt());
            assertEquals(credential.proof(), same.proof());
        }
    }
}
