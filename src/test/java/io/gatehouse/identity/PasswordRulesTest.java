package io.gatehouse.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.web.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "password1234",
                "Passw0rd!2024",
                "P@ssw0rdP@ssw0rd",
                "123456789012",
                "aaaaaaaaaaaaaaaa",
                "qwertyuiop123",
                "abcdefghijkl",
                "1q2w3e4r5t6y",
                "gatehouse2026",
                "WelcomeToGatehouse",
                "ann.tester@example.com",
                "AnnTester1234",
                "letmein12345",
                "correcthorsebatterystaple",
                "iloveyou12345",
                "abababababab"
            })
    void what_is_tried_first_is_refused(String password) {
        assertTrue(refusal(password).contains("easy to guess"), password);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quite a long test password",
                "purple otter under stairs",
                "k7Gd0pQz41Lx",
                "ÄpfelUndBirnenKuchen",
                "我喜欢在下雨天喝一杯热茶好",
                "           spaces are fine"
            })
    void what_is_hard_to_guess_is_taken(String password) {
        assertEquals(password, PasswordRules.checked("password", password, "Ann Tester", "ann.tester@example.com"));
    }

    @ParameterizedTest
    @CsvSource({
        "correct horse battery, it is little more than words that guessers try first.",
        "anntesteranntester, it is little more than your own name or address.",
        "letmein12345678, it is little more than a run of keys and words that guessers try first.",
        "abababababab, it is little more than a few letters over and over."
    })
    void a_refusal_says_why(String password, String why) {
        assertTrue(refusal(password).contains(why), refusal(password));
    }

    @Test
    void length_has_two_ends() {
        assertTrue(refusal("otterstairs").contains("at least 12 characters"));
        assertTrue(refusal("otter stairs ".repeat(79)).contains("1024 bytes"));
        assertTrue(refusal("").contains("Choose a password"));
        assertTrue(refusal(null).contains("Choose a password"));
    }

    private static String refusal(String password) {
        return assertThrows(
                        Refused.class,
                        () -> PasswordRules.checked("password", password, "Ann Tester", "ann.tester@example.com"))
                .getMessage();
    }
}
