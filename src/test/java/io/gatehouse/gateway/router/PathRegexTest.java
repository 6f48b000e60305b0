package io.gatehouse.gateway.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathRegexTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/users/\\d+;     /users/",
                "/v1\\.0/x;       /v1.0/x",
                "/ab*c;           /a",
                "/ab?c;           /a",
                "/ab{0,2};        /a",
                "/ab+c;           /ab",
                "/a(b|c);         /a",
                "/a|/b;           ''",
                "/a/\\Qb|c\\E;    /a/",
                "/a[|];           /a",
                "/a[)](x)|/b;     ''",
                "/x$;             /x",
            })
    void an_expression_tells_what_every_match_begins_with(String regex, String start) {
        assertEquals(start, PathRegex.compile(regex).start());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/(?<user_id>\\d+)/(?P<x>.)\\k<user_id>;  /12/a12;   12",
                "/([[:alpha:]]+);                         /abc1;     abc",
                "/([^[:digit:]/]+);                       /a-b7;     a-b",
                "/([[]+);                                 /[[x;      [[",
                "/([]a]+);                                /]ax;      ]a",
                "/([a&&b]+);                              /a&b&x;    a&b&",
                "/(a\\.b);                                /a.b;      a.b",
                "/\\Q(\\E(.);                             /(x;       x",
                "/(?:a|b)(c);                             /bc;       c",
            })
    void expressions_are_understood_as_in_pcre(String regex, String path, String first) {
        assertEquals(first, PathRegex.compile(regex).match(path).get("1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/(a ; invalid regex: '/(a' (Unclosed group)",
                "/(?<a>x)(?<a>y) ; invalid regex: '/(?<a>x)(?<a>y)' (two groups are called a)",
                "/\\k<b>; invalid regex: '/\\k<b>' (no group before it is called b)",
            })
    void a_broken_expression_is_refused_with_a_reason(String regex, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> PathRegex.compile(regex))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/(.*a){12}x", "/(a+)+\\1x$", "/(.*)*(.*)*(.*)*y"})
    void an_expression_that_can_take_for_ever_is_refused(String regex) {
        String message = assertThrows(IllegalArgumentException.class, () -> PathRegex.compile(regex))
                .getMessage();
        assertTrue(message.contains("repetition within a repetition"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/users(/[^/]+)*$", "/(?:\\d+,)+\\d+", "/([a-z]+/)+x"})
    void a_harmless_repetition_is_not_refused(String regex) {
        PathRegex.compile(regex);
    }

    @Test
    void an_expression_that_turns_out_to_be_slow_fails_the_request_and_does_not_hang() {
        PathRegex regex = PathRegex.compile("/.*.*.*.*.*!");
        assertThrows(IllegalStateException.class, () -> regex.match("/" + "a".repeat(2_000)));
    }

    @Test
    void an_expression_that_goes_too_deep_fails_the_request_and_nothing_else() {
        PathRegex regex = PathRegex.compile("/(?:a|b)*c");
        assertThrows(IllegalStateException.class, () -> regex.match("/" + "ab".repeat(30_000)));
    }
}
