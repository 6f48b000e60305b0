package io.gatehouse.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateTest {
    private static final Path FILES = Path.of("src/test/resources/tls");

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec", "ed"})
    void a_key_may_have_any_form_that_openssl_writes(String name) throws IOException {
        assertEquals(List.of(), problems(text(name + ".crt"), text(name + ".key"), null, null));
    }

    @Test
    void a_chain_begins_with_the_own_certificate() throws IOException {
        String chain = text("ec.crt") + text("rsa.crt");
        assertEquals(List.of(), problems(chain, text("ec.key"), null, null));
        assertEquals(List.of("key: certificate does not match key"), problems(chain, text("rsa.key"), null, null));
        assertEquals(2, Pem.certificates(chain).size());
    }

    @Test
    void what_cannot_be_read_is_told_without_a_word_of_the_key() throws IOException {
        assertEquals(
                List.of(
                        "cert: invalid certificate: expected a PEM that begins with BEGIN CERTIFICATE",
                        "key: invalid key: expected a PEM that begins with BEGIN PRIVATE KEY"),
                problems("junk", "secret", null, null));
        assertEquals(
                List.of(
                        "cert: invalid certificate: what is in the PEM is no X.509 certificate",
                        "key: invalid key: what is in the PEM is no key of the family RSA, EC or EdDSA"),
                problems(
                        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
                        "-----BEGIN EC PRIVATE KEY-----\nMIIB\n-----END EC PRIVATE KEY-----",
                        null,
                        null));
        assertEquals(
                List.of("key: invalid key: it is encrypted; expected one without a passphrase"),
                problems(text("rsa.crt"), text("encrypted.key"), null, null));
        assertEquals(
                List.of("cert: required field missing", "key: required field missing"),
                problems(null, null, null, null));
    }

    @Test
    void a_second_pair_is_whole_and_of_another_family() throws IOException {
        String cert = text("rsa.crt");
        String key = text("rsa.key");
        assertEquals(List.of(), problems(cert, key, text("ec.crt"), text("ec.key")));
        assertEquals(
                List.of("null: all or none of these fields must be set: 'cert_alt', 'key_alt'"),
                problems(cert, key, text("ec.crt"), null));
        assertTrue(problems(cert, key, cert, key).get(0).contains("need to have different types"));
        assertEquals(
                List.of("key_alt: certificate does not match key"),
                problems(cert, key, text("ec.crt"), text("ed.key")));
    }

    @Test
    void it_keeps_its_key_to_itself() throws IOException {
        Certificate certificate = certificate(text("ec.crt"), text("ec.key"), null, null);
        assertFalse(certificate.toString().contains("PRIVATE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.example", "*.a.example", "a.*", "*", "A.Example"})
    void names_may_have_a_star_for_a_label(String name) {
        assertEquals(List.of(), problems(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.*.b", "*a.b", "*.", "a b", "*.*", "::1", "a:1"})
    void other_names_are_none(String name) {
        assertEquals(1, problems(name).size());
    }

    @Test
    void an_authority_is_one_certificate_that_may_sign_others() throws IOException {
        assertEquals(List.of(), authority(text("authority.crt")));
        assertTrue(authority(text("authority.crt") + text("ec.crt")).get(0).contains("only one certificate"));
        assertTrue(authority(text("chain.crt").split("(?<=-----END CERTIFICATE-----)")[0])
                .get(0)
                .contains("does not appear to be a CA"));
        assertTrue(authority("junk").get(0).contains("invalid certificate"));
    }

    private static List<String> authority(String cert) {
        List<String> problems = new ArrayList<>();
        new CaCertificate(UUID.randomUUID(), cert, null, null, null, null)
                .check((field, message) -> problems.add(field + ": " + message));
        return problems;
    }

    private static List<String> problems(String sni) {
        List<String> problems = new ArrayList<>();
        new Sni(UUID.randomUUID(), sni, new Ref(UUID.randomUUID()), null, null, null)
                .check((field, message) -> problems.add(field + ": " + message));
        return problems;
    }

    private static List<String> problems(String cert, String key, String certAlt, String keyAlt) {
        List<String> problems = new ArrayList<>();
        certificate(cert, key, certAlt, keyAlt).check((field, message) -> problems.add(field + ": " + message));
        return problems;
    }

    private static Certificate certificate(String cert, String key, String certAlt, String keyAlt) {
        return new Certificate(UUID.randomUUID(), cert, key, certAlt, keyAlt, null, null, null);
    }

    private static String text(String file) throws IOException {
        return Files.readString(FILES.resolve(file));
    }
}
