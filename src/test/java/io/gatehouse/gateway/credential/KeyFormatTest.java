package io.gatehouse.gateway.credential;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyFormatTest {
    private final KeyFormat format = new KeyFormat();

    @Test
    void a_minted_key_has_the_published_pattern_and_is_no_forgery() {
        for (int i = 0; i < 1_000; i++) {
            String key = format.mint();
            assertTrue(key.matches(KeyFormat.PATTERN), key);
            assertFalse(KeyFormat.isForged(key), key);
        }
    }

    @Test
    void a_key_with_any_one_character_changed_is_a_forgery() {
        String key = format.mint();
        for (int i = "gh_live_".length(); i < key.length(); i++) {
            char other = key.charAt(i) == 'a' ? 'b' : 'a';
            String changed = key.substring(0, i) + other + key.substring(i + 1);
            assertTrue(KeyFormat.isForged(changed), changed);
        }
        assertTrue(KeyFormat.isForged("gh_live_short"));
    }

    @Test
    void a_key_of_another_form_is_left_to_the_look_up() {
        assertFalse(KeyFormat.isForged("my-own-key"));
        assertFalse(KeyFormat.isForged(""));
    }

    @Test
    void what_people_see_of_a_key_is_its_two_ends() {
        String key = format.mint();
        assertEquals(12, KeyFormat.prefixOf(key).length());
        assertEquals(key.substring(key.length() - 4), KeyFormat.lastFourOf(key));
    }

    @Test
    void of_a_key_that_somebody_chose_no_more_than_a_quarter_is_seen() {
        for (String key : List.of("hunter2!", "secret12345", "ann-secret-key-1", "x".repeat(32), "x".repeat(47)))
            assertTrue(
                    (KeyFormat.prefixOf(key).length()
                                            + KeyFormat.lastFourOf(key).length())
                                    * 4
                            <= key.length(),
                    key);
        assertEquals("", KeyFormat.prefixOf("hunter2!") + KeyFormat.lastFourOf("hunter2!"));
    }

    @Test
    void the_digest_depends_on_the_key_and_on_the_pepper() {
        byte[] pepper = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        KeyDigest digest = new KeyDigest(pepper);
        assertArrayEquals(digest.of("a"), new KeyDigest(pepper).of("a"));
        assertEquals(32, digest.of("a").length);
        assertNotEquals(new String(digest.of("a")), new String(digest.of("b")));
        pepper[0]++;
        assertNotEquals(new String(digest.of("a")), new String(new KeyDigest(pepper).of("a")));
    }
}
