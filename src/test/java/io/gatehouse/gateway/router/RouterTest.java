package io.gatehouse.gateway.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.gatehouse.gateway.config.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RouterTest {

    @Test
    void a_plain_path_takes_everything_that_begins_with_it() {
        expect("""
                foo paths: [/foo]
                """, """
                GET /foo     foo
                GET /foobar  foo
                GET /foo/bar foo
                GET /fo      -
                GET /        -
                GET /Foo     -
                GET /x/foo   -
                """);
    }

    @Test
    void of_plain_paths_the_longest_wins_wherever_it_stands() {
        expect("""
                root   paths: [/]
                a      paths: [/a]
                both   paths: [/x/y/z, /a/b]
                abc    paths: [/a/b/c]
                """, """
                GET /        root
                GET /b       root
                GET /ax      a
                GET /a/bx    both
                GET /a/b/c/d abc
                GET /x/y     root
                GET /x/y/z   both
                """);
    }

    @Test
    void a_regular_expression_is_anchored_at_the_start_only_and_beats_every_plain_path() {
        expect("""
                plain  paths: [/users/12/orders/and/more]
                regex  paths: ['~/users/\\d+/orders']
                end    paths: ['~/exact$']
                """, """
                GET /users/12/orders/and/more regex
                GET /users/12/ordersX         regex
                GET /users/x/orders           -
                GET /v1/users/12/orders       -
                GET /USERS/12/orders          -
                GET /exact                    end
                GET /exact/not                -
                """);
    }

    @Test
    void of_regular_expressions_the_higher_priority_wins_and_then_the_older_route() {
        expect("""
                old   paths: ['~/a/.*']
                young paths: ['~/a/b.*']
                high  paths: ['~/a/b/c.*'], regex_priority: 1
                """, """
                GET /a/x   old
                GET /a/b   old
                GET /a/b/c high
                """);
    }

    @Test
    void regex_priority_means_nothing_to_a_plain_path() {
        expect("""
                old  paths: [/a]
                high paths: [/a], regex_priority: 9
                """, "GET /a old");
    }

    @Test
    void a_method_must_be_one_of_the_routes_and_is_not_implied_by_another() {
        expect("""
                get  paths: [/a], methods: [GET, PURGE]
                """, """
                GET     /a get
                PURGE   /a get
                HEAD    /a -
                OPTIONS /a -
                get     /a -
                """);
    }

    @Test
    void a_shorter_path_is_taken_when_the_longer_one_lacks_the_method() {
        expect("""
                short paths: [/a], methods: [GET, POST]
                long  paths: [/a/b], methods: [GET]
                """, """
                GET  /a/b long
                POST /a/b short
                """);
    }

    @Test
    void more_kinds_of_criteria_win_whatever_they_are() {
        expect("""
                path      paths: [/a/b/c/d]
                pathGet   paths: [/], methods: [GET]
                hostPath  hosts: [a.com], paths: [/a]
                hostGet   hosts: [a.com], methods: [GET]
                all       hosts: ['*.com'], paths: [/a/b], methods: [GET]
                """, """
                GET  a.com /a/b/c/d all
                POST a.com /a/b/c/d hostPath
                GET  a.com /x       hostGet
                GET  b.org /a/b/c/d pathGet
                POST b.org /a/b/c/d path
                """);
    }

    @Test
    void of_as_many_criteria_hosts_weigh_more_than_paths_and_paths_more_than_methods() {
        expect("""
                get      methods: [GET]
                path     paths: [/a]
                wildcard hosts: ['*.com']
                pathGet  paths: [/b], methods: [GET]
                hostGet  hosts: [a.com], methods: [GET]
                hostPath hosts: [a.com], paths: [/b/c]
                """, """
                GET  b.org /x   get
                GET  b.org /a   path
                GET  b.com /a   wildcard
                GET  b.org /b   pathGet
                GET  a.com /b   hostGet
                GET  a.com /b/c hostPath
                """);
    }

    @Test
    void hosts_are_compared_in_lower_case_and_without_a_port_fit_every_port() {
        expect("""
                plain hosts: [Example.com]
                port  hosts: ['example.com:8000']
                """, """
                GET example.com      / plain
                GET EXAMPLE.com      / plain
                GET example.com:80   / plain
                GET example.com:8000 / port
                GET a.example.com    / -
                GET example.com.     / -
                GET -                / -
                """);
    }

    @Test
    void a_wildcard_stands_for_one_or_more_labels_and_never_for_none() {
        expect("""
                end   hosts: ['*.example.com']
                begin hosts: ['example.*']
                """, """
                GET a.example.com   / end
                GET a.b.example.com / end
                GET example.com     / begin
                GET example.co.uk   / begin
                GET .example.com    / -
                GET example.        / -
                GET anexample.com   / -
                GET my.example.org  / -
                """);
    }

    @Test
    void a_plain_host_beats_a_wildcard_and_a_longer_wildcard_beats_a_shorter_one() {
        expect("""
                short  hosts: ['*.com']
                long   hosts: ['*.example.com']
                plain  hosts: [a.example.com]
                """, """
                GET a.example.com / plain
                GET b.example.com / long
                GET b.org.com     / short
                """);
    }

    @Test
    void a_wildcard_with_a_port_beats_one_without_and_knows_the_schemes_own_port() {
        expect("""
                any   hosts: ['*.example.com']
                port  hosts: ['*.example.com:8443']
                http  hosts: ['*.b.com:80']
                https hosts: ['*.b.com:443']
                """, """
                GET a.example.com:8443 / port
                GET a.example.com:9    / any
                GET a.example.com      / any
                GET a.b.com            / http
                GET a.b.com:443        / https
                GET a.b.com:x          / -
                """);
    }

    @Test
    void a_plain_host_with_a_port_wants_to_see_the_port() {
        expect("port hosts: ['a.com:80']", """
                GET a.com:80 / port
                GET a.com    / -
                """);
    }

    @Test
    void an_address_in_brackets_is_a_host() {
        expect("""
                six  hosts: ['[::1]']
                port hosts: ['[::1]:8000']
                """, """
                GET [::1]      / six
                GET [::1]:90   / six
                GET [::1]:8000 / port
                """);
    }

    @Test
    void behind_the_best_host_even_a_short_path_beats_a_long_one_behind_a_wildcard() {
        expect("""
                wildcard hosts: ['*.example.com'], paths: [/a/b/c]
                plain    hosts: [a.example.com], paths: [/a]
                """, """
                GET a.example.com /a/b/c plain
                GET a.example.com /a     plain
                GET b.example.com /a/b/c wildcard
                """);
    }

    @Test
    void what_the_best_host_does_not_take_may_be_taken_behind_another_one() {
        expect("""
                wildcard hosts: ['*.example.com'], paths: [/b]
                short    hosts: ['*.com'], paths: [/b/c]
                plain    hosts: [a.example.com], paths: [/a]
                """, """
                GET a.example.com /b   wildcard
                GET a.example.com /b/c short
                """);
    }

    @Test
    void a_route_with_plain_hosts_only_beats_one_that_has_wildcards_too() {
        expect("""
                mixed hosts: [a.com, '*.b.com'], paths: [/a/b]
                plain hosts: [a.com], paths: [/a]
                port  hosts: [a.com, '*.b.com:80'], paths: [/]
                """, """
                GET a.com   /a/b port
                GET a.com:1 /a/b port
                GET x.b.com /a/b port
                """);
        expect("""
                mixed hosts: [a.com, '*.b.com'], paths: [/a/b]
                plain hosts: [a.com], paths: [/a]
                """, """
                GET a.com   /a/b plain
                GET x.b.com /a/b mixed
                """);
    }

    @Test
    void of_equals_the_older_route_wins() {
        List<Route> routes = List.of(Routes.route("young", "paths: [/a]", 2), Routes.route("old", "paths: [/a]", 1));
        Match match = new Router(routes, Map.of()).match(Router.Request.of("GET", "http", "", "/a"));
        assertEquals("old", match.route().name());
    }

    @Test
    void captures_are_known_by_number_and_by_name() {
        Router router = Routes.router("users paths: ['~/users/(?<user_id>\\d+)(/x)?/(.*)']");
        Captures captures = router.match(Router.Request.of("GET", "http", "", "/users/12/orders/7"))
                .captures();
        assertEquals("12", captures.get("user_id"));
        assertEquals("12", captures.get("1"));
        assertNull(captures.get("2"));
        assertEquals("orders/7", captures.get("3"));
        assertEquals("/users/12/orders/7", captures.get("0"));
        assertNull(captures.get("4"));
        assertNull(captures.get("other"));
    }

    @Test
    void the_matched_part_of_the_path_is_told() {
        Router router = Routes.router("""
                plain paths: [/api/v1]
                regex paths: ['~/users/\\d+']
                host  hosts: [a.com]
                """);
        assertEquals(
                "/api/v1",
                router.match(Router.Request.of("GET", "http", "", "/api/v1/pets"))
                        .matchedPath());
        assertEquals(
                "/users/12",
                router.match(Router.Request.of("GET", "http", "", "/users/12/x"))
                        .matchedPath());
        assertNull(router.match(Router.Request.of("GET", "http", "a.com", "/")).matchedPath());
    }

    @TestFactory
    List<DynamicTest> no_route_of_many_is_lost() {
        StringBuilder lines = new StringBuilder();
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            lines.append("r")
                    .append(i)
                    .append(" paths: [/api/v")
                    .append(i % 7)
                    .append("/service")
                    .append(i)
                    .append("/]\n");
        }
        Router router = Routes.router(lines.toString());
        for (int i = 0; i < 500; i += 50) {
            String name = "r" + i;
            String path = "/api/v" + i % 7 + "/service" + i + "/items";
            tests.add(DynamicTest.dynamicTest(
                    path,
                    () -> assertEquals(
                            name,
                            router.match(Router.Request.of("GET", "http", "", path))
                                    .route()
                                    .name())));
        }
        return tests;
    }

    /** Lines of method, host (may be left out, {@code -} for an empty one), path, and the name of the route ({@code -} for none). */
    private static void expect(String routes, String requests) {
        Router router = Routes.router(routes);
        for (String line : requests.strip().split("\n")) {
            String[] words = line.strip().split(" +");
            String host = words.length == 3 || words[1].equals("-") ? "" : words[1];
            Match match = router.match(Router.Request.of(words[0], "http", host, words[words.length - 2]));
            assertEquals(
                    words[words.length - 1], match == null ? "-" : match.route().name(), line);
        }
    }
}
