package io.gatehouse.gateway.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.config.Certificate;
import io.gatehouse.gateway.config.Sni;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.plugins.BuiltIn;
import io.gatehouse.gateway.tls.SelfSigned;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateDocumentTest {
    private static final ConfigDocument DOCUMENTS =
            new ConfigDocument(new Plugins(BuiltIn.all()), new KeyDigest(new byte[32]));
    private static final Certificate PAIR = SelfSigned.certificate("a.example", Instant.now());

    private static DocumentReading read(String snis) {
        String pair = "{cert: \"" + PAIR.cert().replace("\n", "\\n") + "\", key: \""
                + PAIR.key().replace("\n", "\\n") + "\"";
        return DOCUMENTS.read(
                "_format_version: \"3.0\"\ncertificates:\n- " + pair + ", snis: " + snis + "}\n", 1_700_000_000);
    }

    @Test
    void names_stand_in_their_certificate() {
        DocumentReading reading = read("[{name: A.example}, {name: '*.b.example'}]");
        assertEquals(List.of(), reading.problems());
        var topology = reading.config().orElseThrow().topology();
        assertEquals(PAIR.key(), topology.certificates().get(0).key());
        assertEquals(
                List.of("a.example", "*.b.example"),
                topology.snis().stream().map(Sni::name).toList());
        assertEquals(
                topology.certificates().get(0).id(),
                topology.snis().get(0).certificate().id());
        assertEquals(
                topology,
                read("[{name: A.example}, {name: '*.b.example'}]")
                        .config()
                        .orElseThrow()
                        .topology());
    }

    @Test
    void names_may_stand_as_the_admin_api_shows_them() {
        assertEquals(
                read("[{name: a.example}, {name: '*.b.example'}]").config(),
                read("[a.example, '*.b.example']").config());
        String problems = read("['a.*.example']").problems().toString();
        assertTrue(problems.contains("certificates.1.snis.1.name") && problems.contains("a.*.example"), problems);
    }

    @Test
    void a_key_that_does_not_fit_is_told_with_its_place() {
        String other = SelfSigned.certificate("b.example", Instant.now()).key();
        for (String key : List.of("", ", key: \"" + other.replace("\n", "\\n") + "\"")) {
            var problems = DOCUMENTS
                    .read(
                            "_format_version: \"3.0\"\ncertificates:\n- {cert: \""
                                    + PAIR.cert().replace("\n", "\\n") + "\"" + key + "}\n",
                            1_700_000_000)
                    .problems();
            assertEquals(1, problems.size(), problems.toString());
            assertEquals("certificates.1.key", problems.get(0).path());
            String expected = key.isEmpty() ? "required field missing" : "certificate does not match key";
            assertEquals(expected, problems.get(0).problem().message());
        }
    }

    @Test
    void a_name_belongs_to_one_certificate() {
        String problems =
                read("[{name: a.example}, {name: a.example}]").problems().toString();
        assertTrue(
                problems.contains("uniqueness violation: 'snis' entity with name set to 'a.example' already declared"),
                problems);
    }
}
