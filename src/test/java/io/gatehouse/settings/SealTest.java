package io.gatehouse.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SealTest {
    private final Seal seal = new Seal(new byte[32]);

    @Test
    void what_is_closed_opens_again_and_never_looks_the_same() {
        String closed = seal.close("plugins/1", "schlüssel");
        assertEquals("schlüssel", seal.open("plugins/1", closed));
        assertNotEquals(closed, seal.close("plugins/1", "schlüssel"));
    }

    @Test
    void another_place_another_key_and_clear_text_are_refused_in_words() {
        String closed = seal.close("plugins/1", "secret");
        byte[] key = new byte[32];
        key[31] = 1;
        Seal other = new Seal(key);
        String words = assertThrows(Seal.Unopened.class, () -> other.open("plugins/1", closed))
                .getMessage();
        assertTrue(words.contains("plugins/1") && words.contains("GATEHOUSE_SECRETS_SEALING_KEY"), words);
        assertThrows(Seal.Unopened.class, () -> seal.open("plugins/2", closed));
        assertThrows(Seal.Unopened.class, () -> seal.open("plugins/1", "{}"));
        assertThrows(Seal.Unopened.class, () -> seal.open("plugins/1", "sealed:1:AAAA"));
    }
}
