package io.gatehouse.gateway.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is kept from every log, however it is written. */
class SecretNamesTest {

    @Test
    void credentials_are_known_by_their_names() {
        for (String name :
                List.of("Authorization", "COOKIE", "apikey", "X-Api-Key", "access_token", "client_secret", "sig"))
            assertTrue(SecretNames.isSecret(name), name);
        for (String name : List.of("accept", "user-agent", "q", "monkey", "host", "keyword"))
            assertFalse(SecretNames.isSecret(name), name);
    }

    @Test
    void a_query_keeps_its_form_and_loses_its_secrets() {
        Set<String> own = SecretNames.unusual(List.of("Pass", "apikey"));
        assertEquals(Set.of("pass"), own);
        assertEquals(
                "a=1&apikey=REDACTED&&PASS=REDACTED&%61pikey=REDACTED&b&=&token=REDACTED",
                SecretNames.redactQuery("a=1&apikey=x&&PASS=y&%61pikey=z&b&=&token=a=b", own));
        assertEquals("/?key=REDACTED", SecretNames.redactUri("/?key=%", null));
        assertEquals("%zz=1", SecretNames.redactQuery("%zz=1", null));
    }
}
