package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** G-7, G-9. */
class RequestTargetTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "/a, -, /a, -",
                "/a?, -, /a, ''",
                "/a?b=c&d=%25, -, /a, b=c&d=%25",
                "/a?b?c, -, /a, b?c",
                "http://h/a?b, h, /a, b",
                "HTTPS://h:1, h:1, /, -",
                "http://h?b, h, /, b"
            })
    void origin_and_absolute_form_are_read(String text, String authority, String path, String query) {
        assertEquals(new RequestTarget(authority, path, query), RequestTarget.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "h:443",
                "ftp://h/",
                "javascript:x",
                "",
                "a",
                "/a?b c",
                "/a?b#c",
                "/a?é",
                "/a?%",
                "/a?%4",
                "/a?%4g&b"
            })
    void other_forms_are_refused(String text) {
        assertNull(RequestTarget.of(text));
    }
}
