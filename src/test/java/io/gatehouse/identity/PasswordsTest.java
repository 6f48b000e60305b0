package io.gatehouse.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private static final String PASSWORD = "purple otter under stairs";
    private final Passwords passwords = new Passwords();

    @Test
    void a_hash_says_how_it_was_made_and_is_never_the_same_twice() {
        String hash = passwords.hash(PASSWORD);
        assertTrue(hash.matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[^$]{22}\\$[^$]{43}"), hash);
        assertNotEquals(hash, passwords.hash(PASSWORD));
        assertTrue(passwords.matches(PASSWORD, hash));
        assertFalse(passwords.matches(PASSWORD + " ", hash));
        assertFalse(passwords.isOutdated(hash));
    }

    @Test
    void the_same_letters_are_the_same_password_however_they_were_composed() {
        assertTrue(passwords.matches("Apfel U\u0308berall", passwords.hash("Apfel \u00dcberall")));
    }

    @Test
    void without_an_account_it_takes_a_hash_as_well() {
        long before = passwords.computed();
        assertFalse(passwords.matches(PASSWORD, null));
        assertEquals(before + 1, passwords.computed());
    }

    @Test
    void a_flood_is_turned_away_and_those_inside_are_served() throws Exception {
        int crowd = 300;
        ExecutorService threads = Executors.newFixedThreadPool(crowd);
        try {
            Callable<Boolean> hash = () -> {
                try {
                    return passwords.hash(PASSWORD) != null;
                } catch (TryLater busy) {
                    assertEquals(503, busy.status());
                    return false;
                }
            };
            List<Boolean> served = new ArrayList<>();
            for (Future<Boolean> each : threads.invokeAll(Collections.nCopies(crowd, hash))) served.add(each.get());
            long count = Collections.frequency(served, true);
            assertTrue(count >= 50 && count < crowd, count + " of " + crowd + " were served");
        } finally {
            threads.shutdown();
        }
    }
}
