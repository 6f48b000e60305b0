package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G-10. */
class RequestPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ -> /",
                "// -> /",
                "/a -> /a",
                "/a/ -> /a/",
                "/a//b -> /a/b",
                "/a///b// -> /a/b/",
                "/a/./b -> /a/b",
                "/a/. -> /a/",
                "/./ -> /",
                "/a/b/../c -> /a/c",
                "/a/b/.. -> /a/",
                "/a/b/../ -> /a/",
                "/a/.. -> /",
                "/a/../b -> /b",
                "/a/%2e%2e/b -> /b",
                "/a/%2E/b -> /a/b",
                "/a/.%2e/b -> /b",
                "/a//../b -> /b",
                "/%61%7e%2D%5f -> /a~-_",
                "/%c3%a9 -> /%C3%A9",
                "/a%20b -> /a%20b",
                "/a%0ab -> /a%0Ab",
                "/%252e%252e/b -> /%252e%252e/b",
                "/%252F -> /%252F",
                "/... -> /...",
                "/..a/b -> /..a/b",
                "/.well-known/x -> /.well-known/x",
                "/a;b=1/c -> /a;b=1/c",
                "/a/b;/../c -> /a/c",
                "/{id} -> /%7Bid%7D",
                "/a|b^c`d -> /a%7Cb%5Ec%60d",
                "/%7b -> /%7B",
                "/a!$&'()*+,:;=@[] -> /a!$&'()*+,:;=@[]",
                "/%3a%2a -> /%3A%2A"
            })
    void it_is_brought_to_one_form(String row) {
        String[] sentAndSeen = row.split(" -> ");
        String seen = RequestPath.REFUSING.normalised(sentAndSeen[0]);
        assertEquals(sentAndSeen[1], seen);
        assertEquals(seen, RequestPath.REFUSING.normalised(seen), "a second time changes nothing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "*",
                "/..",
                "/../a",
                "/a/../..",
                "/a/../../b",
                "/%2e%2e/a",
                "/a%2Fb",
                "/a%2fb",
                "/a%5Cb",
                "/a%5cb",
                "/a\\b",
                "/a%00b",
                "/a/..;/b",
                "/a/..;x=1/b",
                "/a/.;/b",
                "/a/..%3b/b",
                "/a/%2e%2e;/b",
                "/a/..%3B/b",
                "/%",
                "/%2",
                "/%zz",
                "/%u0041",
                "/a%-1",
                "/a b",
                "/a#b",
                "/é",
                "/a\tb",
                "/a\u007fb"
            })
    void what_can_be_read_in_two_ways_is_refused(String sent) {
        assertNull(RequestPath.REFUSING.normalised(sent));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a%2fb -> /a%2Fb",
                "/a%2Fb/../c -> /c",
                "/a%5cb -> /a%5Cb",
                "/a\\b -> /a%5Cb",
                "/a/..;x=1/b -> /a/..;x=1/b",
                "/a/..%3b/b -> /a/..%3B/b",
                "/a/.;/b -> /a/.;/b",
                "/a/;x/b -> /a/;x/b",
                "/%252F -> /%252F",
                "/a/%2e%2e/b -> /b"
            })
    void what_can_be_read_in_two_ways_may_be_kept_but_is_never_decoded(String row) {
        String[] sentAndSeen = row.split(" -> ");
        String seen = RequestPath.KEEPING.normalised(sentAndSeen[0]);
        assertEquals(sentAndSeen[1], seen);
        assertEquals(seen, RequestPath.KEEPING.normalised(seen), "a second time changes nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/..", "/a/../..", "/a%00b", "/%", "/%zz", "/a b", "/a#b", "/é", "/a\tb"})
    void even_who_keeps_refuses(String sent) {
        assertNull(RequestPath.KEEPING.normalised(sent));
    }

    @Test
    void a_usual_path_is_not_copied() {
        String path = "/davinci/v1/completions";
        assertSame(path, RequestPath.REFUSING.normalised(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a b -> /a%20b",
                "/é -> /%C3%A9",
                "/a%2F -> /a%2F",
                "/a\r\nHost: x -> /a%0D%0AHost:%20x",
                "a=b&c -> a=b&c"
            })
    void what_a_plugin_makes_can_end_no_line(String row) {
        String[] madeAndSent = row.split(" -> ");
        assertEquals(madeAndSent[1], RequestPath.escaped(madeAndSent[0]));
    }
}
