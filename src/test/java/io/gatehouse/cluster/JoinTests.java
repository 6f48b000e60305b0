package io.gatehouse.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.admin.SealedDisk;
import io.gatehouse.audit.AuditEntry;
import io.gatehouse.controlplane.RuntimeGroup;
import io.gatehouse.gateway.config.Pem;
import io.gatehouse.gateway.feed.ControlPlanes;
import io.gatehouse.gateway.feed.MembershipFile;
import io.gatehouse.gateway.feed.NodeWire;
import io.gatehouse.settings.Secrets;
import io.gatehouse.web.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who comes in as a node, and who does not. */
abstract class JoinTests {
    private static final String VERSION = "0.1.0";

    @Inject
    NodeServer server;

    @Inject
    JoinTokens tokens;

    @Inject
    Nodes nodes;

    @Inject
    Authority authority;

    @Inject
    Secrets secrets;

    private final KeyPair keys = Issuer.freshKey();
    private NodeClient stranger;

    private NodeWire.Join asking(String token) {
        return new NodeWire.Join(token, NodeClient.csr(keys), VERSION, "edge-1");
    }

    /** Always the same, since an address may not have many. */
    private NodeClient stranger() {
        if (stranger == null) stranger = NodeClient.stranger(server.port());
        return stranger;
    }

    private NodeWire.Joined joined() {
        HttpResponse<byte[]> answer = stranger().post(NodeWire.JOIN, asking(tokens.issue(RuntimeGroup.DEFAULT)));
        assertEquals(200, answer.statusCode(), () -> text(answer));
        return NodeWire.read(answer.body(), NodeWire.Joined.class);
    }

    private NodeClient calling(String certificate) {
        return NodeClient.with(server.port(), certificate, keys);
    }

    private HttpResponse<byte[]> renew(NodeClient node) {
        return node.post(NodeWire.RENEW, new NodeWire.Renew(NodeClient.csr(keys)));
    }

    private static String text(HttpResponse<byte[]> answer) {
        return answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void a_node_that_holds_a_token_gets_a_certificate_and_what_it_needs_to_know_keys() {
        String token = tokens.issue(RuntimeGroup.DEFAULT);
        NodeClient stranger = stranger();
        NodeWire.Joined joined =
                NodeWire.read(stranger.post(NodeWire.JOIN, asking(token)).body(), NodeWire.Joined.class);
        assertEquals(HexFormat.of().formatHex(secrets.pepper()), joined.digestKey());
        assertEquals(new NodeWire.Group(RuntimeGroup.DEFAULT, "default"), joined.runtimeGroup());

        X509Certificate ca = Pem.certificates(joined.ca()).get(0);
        assertEquals(
                token.substring(token.indexOf('.') + 1),
                Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(ca)));
        assertArrayEquals(
                Sha256.of(ca), Sha256.of(stranger.seen()[1]), "the authority's certificate came with the server's");
        X509Certificate own = Pem.certificates(joined.certificate()).get(0);
        assertEquals("CN=" + joined.nodeId(), own.getSubjectX500Principal().getName());
        assertEquals(200, renew(calling(joined.certificate())).statusCode());
    }

    @Test
    void a_certificate_is_good_for_one_side_only() throws Exception {
        NodeClient stranger = stranger();
        stranger.get("/");
        X509Certificate server = stranger.seen()[0];
        X509Certificate node = Pem.certificates(joined().certificate()).get(0);
        assertEquals(List.of("1.3.6.1.5.5.7.3.1"), server.getExtendedKeyUsage());
        assertEquals(List.of("1.3.6.1.5.5.7.3.2"), node.getExtendedKeyUsage());
        for (X509Certificate one : List.of(server, node)) {
            assertEquals(-1, one.getBasicConstraints(), "it certifies nobody");
            one.verify(stranger.seen()[1].getPublicKey());
        }
        X509Certificate posing = authority.issuer().server(keys.getPublic(), Instant.now());
        assertThrows(
                UncheckedIOException.class, () -> renew(calling(Issuer.pem(posing))), "a control plane is no node");
    }

    @Test
    void a_token_works_once_even_for_two_at_the_same_time() {
        NodeWire.Join asked = asking(tokens.issue(RuntimeGroup.DEFAULT));
        List<CompletableFuture<HttpResponse<byte[]>>> tries = IntStream.range(0, 4)
                .mapToObj(i -> NodeClient.stranger(server.port()).postLater(NodeWire.JOIN, asked))
                .toList();
        List<Integer> statuses =
                tries.stream().map(each -> each.join().statusCode()).sorted().toList();
        assertEquals(List.of(200, 401, 401, 401), statuses);
        assertEquals(401, stranger().post(NodeWire.JOIN, asked).statusCode());
    }

    @Test
    void a_token_that_is_old_unknown_or_missing_lets_nobody_in() {
        String old = tokens.issue(RuntimeGroup.DEFAULT);
        QuarkusTransaction.requiringNew()
                .run(() -> JoinToken.update(
                        "expiresAt = ?1 where digest = ?2",
                        Instant.now().minus(Duration.ofSeconds(1)),
                        Sha256.of(old)));
        for (String token : new String[] {old, "ghj_x." + authority.fingerprint(), "", null}) {
            HttpResponse<byte[]> answer = stranger().post(NodeWire.JOIN, asking(token));
            assertEquals(401, answer.statusCode(), () -> token + " " + text(answer));
        }
    }

    @Test
    void who_starts_a_node_reads_why_it_is_not_let_in(@TempDir Path folder) throws Exception {
        io.gatehouse.gateway.feed.JoinToken token =
                io.gatehouse.gateway.feed.JoinToken.of(tokens.issue(RuntimeGroup.DEFAULT));
        ControlPlanes here = ControlPlanes.of(List.of(URI.create("https://localhost:" + server.port())));
        io.gatehouse.gateway.feed.Joining joining = new io.gatehouse.gateway.feed.Joining(
                new MembershipFile(folder, new SealedDisk(secrets.seal())), VERSION, "edge-1");
        joining.join(here, token);
        IOException refused = assertThrows(IOException.class, () -> joining.join(here, token));
        assertTrue(refused.getMessage().startsWith("The join token is wrong, was used already"), refused.getMessage());
    }

    @Test
    void what_cannot_be_certified_does_not_use_the_token_up() {
        String token = tokens.issue(RuntimeGroup.DEFAULT);
        String good = NodeClient.csr(keys);
        String foreign = NodeClient.csr(keys, Issuer.freshKey());
        String garbage = "-----BEGIN CERTIFICATE REQUEST-----\nAAECAwQF\n-----END CERTIFICATE REQUEST-----\n";
        String cut = good.replaceFirst("(?s)\n[^\n]{20}[^\n]*\n", "\n");
        for (String csr : new String[] {"", "nonsense", garbage, cut, foreign, good + good, null}) {
            var asked = new NodeWire.Join(token, csr, VERSION, "edge-1");
            HttpResponse<byte[]> answer = stranger().post(NodeWire.JOIN, asked);
            assertEquals(400, answer.statusCode(), () -> csr + " " + text(answer));
        }
        for (String version : new String[] {"0.2.0", "1.0.0", "", null}) {
            var asked = new NodeWire.Join(token, good, version, "edge-1");
            HttpResponse<byte[]> answer = stranger().post(NodeWire.JOIN, asked);
            assertEquals(409, answer.statusCode(), () -> version + " " + text(answer));
        }
        assertEquals(200, stranger().post(NodeWire.JOIN, asking(token)).statusCode());
    }

    @Test
    void nobody_calls_without_a_certificate_of_this_authority() {
        assertEquals(401, renew(stranger()).statusCode());
        KeyPair others = Issuer.freshKey();
        X509Certificate ca = Issuer.authority(others, Instant.now());
        UUID id = joined().nodeId();
        X509Certificate forged = new Issuer(ca, others.getPrivate()).node(id, keys.getPublic(), Instant.now());
        assertThrows(UncheckedIOException.class, () -> renew(calling(Issuer.pem(forged))));
    }

    @Test
    void the_authoritys_word_alone_makes_no_node() {
        UUID id = joined().nodeId();
        for (UUID claimed : List.of(id, UUID.randomUUID())) {
            X509Certificate another = authority.issuer().node(claimed, keys.getPublic(), Instant.now());
            assertEquals(403, renew(calling(Issuer.pem(another))).statusCode(), "not the one that the node has");
        }
        X509Certificate ended = authority
                .issuer()
                .node(id, keys.getPublic(), Instant.now().minus(Issuer.NODE_CERTIFICATE.plusMinutes(1)));
        assertThrows(UncheckedIOException.class, () -> renew(calling(Issuer.pem(ended))));
    }

    @Test
    void the_old_certificate_works_until_the_new_one_does() {
        NodeWire.Joined joined = joined();
        NodeClient before = calling(joined.certificate());
        NodeWire.Renewed lost = NodeWire.read(renew(before).body(), NodeWire.Renewed.class);
        NodeWire.Renewed next = NodeWire.read(renew(before).body(), NodeWire.Renewed.class);
        assertEquals(403, renew(calling(lost.certificate())).statusCode(), "another was issued after it");
        assertNotEquals(joined.certificate(), next.certificate());
        NodeClient after = calling(next.certificate());
        assertEquals(200, renew(after).statusCode());
        assertEquals(403, renew(before).statusCode());
        assertEquals(200, renew(after).statusCode());
    }

    @Test
    void a_node_that_was_removed_is_refused_from_then_on() {
        NodeWire.Joined joined = joined();
        NodeClient node = calling(joined.certificate());
        assertEquals(200, renew(node).statusCode());
        nodes.remove(joined.nodeId());
        assertEquals(403, renew(node).statusCode());
        assertThrows(NotFound.class, () -> nodes.remove(joined.nodeId()));
    }

    @Test
    void what_is_too_large_or_unheard_of_is_refused() {
        NodeClient node = calling(joined().certificate());
        assertEquals(413, node.post(NodeWire.RENEW, new byte[100_000]).statusCode());
        assertEquals(413, stranger().post(NodeWire.JOIN, new byte[100_000]).statusCode());
        for (String body : List.of("", "null", "[]", "{", "{\"csr\": {}}"))
            assertEquals(
                    400,
                    node.post(NodeWire.RENEW, body.getBytes(StandardCharsets.UTF_8))
                            .statusCode(),
                    body);
        assertEquals(404, node.get("/v1/nothing").statusCode());
        assertEquals(404, node.get(NodeWire.JOIN).statusCode());
    }

    @Test
    void no_secret_is_kept_or_written_down() {
        String token = tokens.issue(RuntimeGroup.DEFAULT);
        stranger().post(NodeWire.JOIN, asking(token));
        QuarkusTransaction.requiringNew().run(() -> {
            assertFalse(ClusterAuthority.<ClusterAuthority>findById(ClusterAuthority.ONLY)
                    .sealedKey
                    .contains("PRIVATE KEY"));
            List<AuditEntry> entries = AuditEntry.list("action in ('join-token.made', 'node.joined')");
            assertTrue(entries.size() >= 2);
            String all = String.join(
                    "\n", entries.stream().map(entry -> entry.detail).toList());
            assertFalse(all.contains("ghj_"), all);
        });
        assertFalse(asking(token).toString().contains("ghj_"));
    }

    @Test
    void addresses_that_guess_are_refused_unheard() {
        FailedJoins failed = new FailedJoins(java.time.InstantSource.system());
        assertTrue(failed.add("a"));
        Stream.generate(() -> failed.add("a")).limit(FailedJoins.MOST - 1).forEach(first -> assertFalse(first));
        assertTrue(failed.areTooMany("a"));
        assertFalse(failed.areTooMany("b"));
    }
}
