package io.gatehouse.gateway.router;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatehouse.gateway.config.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Headers and SNIs as criteria, and how the kinds of criteria rank. */
class RouterCriteriaTest {

    @Test
    void any_value_of_a_header_is_enough_and_its_case_does_not_count() {
        expect("v headers: {X-Version: [v1, V2]}", """
                x-version: v1  v
                X-VERSION: v2  v
                x-version: v3  -
                x-version: v1,v2 -
                x-other: v1    -
                -              -
                """);
    }

    @Test
    void repeated_fields_are_tried_one_by_one() {
        expect("v headers: {x-version: [v2]}", """
                x-version: v1;x-version: v2 v
                x-version: v1;x-version: v3 -
                """);
    }

    @Test
    void all_names_must_be_there_and_more_of_them_win() {
        expect("""
                one headers: {a: [x]}
                two headers: {b: [y], a: [x]}
                """, """
                a: x      one
                a: x;b: y two
                b: y      -
                """);
    }

    @Test
    void a_single_value_may_be_a_regular_expression_that_matches_anywhere_and_in_any_case() {
        expect("""
                mobile headers: {user-agent: ['~*iphone|ANDROID']}
                end    headers: {x-end: ['~*^a+$']}
                """, """
                user-agent: my-Android-1 mobile
                user-agent: IPHONE       mobile
                user-agent: desktop      -
                x-end: AAA               end
                x-end: aab               -
                """);
    }

    @Test
    void an_expression_is_fast_on_long_headers() {
        String cookies = "a=b, ".repeat(1_600);
        expect("canary headers: {cookie: ['~*.*canary=1.*']}", """
                cookie: %scanary=1 canary
                cookie: %scanary=2 -
                """.formatted(cookies, cookies));
    }

    @Test
    void among_several_values_an_expression_is_a_text_like_any_other() {
        expect("h headers: {x: ['~*a', b]}", """
                x: a   -
                x: ~*a h
                x: b   h
                """);
    }

    @Test
    void a_regular_path_beats_more_headers_and_more_headers_beat_a_longer_path() {
        expect("""
                regex paths: ['~/a'], headers: {a: [x]}
                more  paths: [/], headers: {a: [x], b: [y]}
                """, "a: x;b: y regex");
        expect("""
                long paths: [/a/b], headers: {a: [x]}
                more paths: [/], headers: {a: [x], b: [y]}
                """, """
                a: x;b: y more
                a: x      long
                """);
        expect("""
                one  paths: ['~/a/b$'], regex_priority: 9, headers: {a: [x]}
                more paths: ['~/a'], headers: {a: [x], b: [y]}
                """, "a: x;b: y more");
    }

    @Test
    void of_routes_for_the_same_path_each_takes_its_own_header() {
        StringBuilder lines = new StringBuilder("none paths: [/a]\n");
        for (int i = 0; i < 50; i++) {
            lines.append("t" + i + " paths: [/a], headers: {x-tenant: [t" + i + "]}\n");
        }
        expect(lines.toString(), """
                x-tenant: t0  t0
                x-tenant: t49 t49
                x-tenant: t50 none
                -             none
                """);
    }

    @Test
    void an_sni_must_be_the_one_asked_for_but_clients_without_tls_ask_for_none() {
        Router router = Routes.router("""
                any paths: [/]
                sni paths: [/], snis: [A.com.]
                """);
        assertEquals("sni", name(router, new Asked("a.com", Map.of())));
        assertEquals("any", name(router, new Asked("b.com", Map.of())));
        assertEquals("any", name(router, new Asked("", Map.of())));
        assertEquals("sni", name(router, new Asked(null, Map.of())));
    }

    private static final List<String> KINDS =
            List.of("hosts: [a.com]", "headers: {h: [x]}", "paths: [/a]", "methods: [GET]", "snis: [a.com]");

    /** Every set of kinds of criteria, the best first. */
    static Stream<List<String>> sets() {
        return IntStream.range(1, 32)
                .mapToObj(bits -> IntStream.range(0, 5)
                        .filter(kind -> (bits & 16 >> kind) != 0)
                        .mapToObj(KINDS::get)
                        .toList())
                .sorted(Comparator.<List<String>>comparingInt(List::size)
                        .thenComparingInt(RouterCriteriaTest::weight)
                        .reversed());
    }

    private static int weight(List<String> set) {
        return set.stream().mapToInt(kind -> 16 >> KINDS.indexOf(kind)).sum();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void more_kinds_win_and_then_the_heavier_ones(List<String> set) {
        List<List<String>> better =
                sets().takeWhile(other -> !other.equals(set)).toList();
        for (List<String> other : better) {
            List<Route> routes = List.of(
                    Routes.route("worse", String.join(", ", set), 1),
                    Routes.route("better", String.join(", ", other), 2));
            assertEquals(
                    "better",
                    name(new Router(routes, Map.of()), new Asked("a.com", Map.of("h", List.of("x")))),
                    () -> other + " against " + set);
        }
    }

    /** Both take the request, and the worse one is older. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hosts: ['*.com']                            | paths: [/a/b]",
                "hosts: ['*.com'], methods: [GET]            | paths: [/a/b], headers: {h: [x]}",
                "hosts: ['*.com'], methods: [GET]            | hosts: [a.com]",
                "methods: [GET], snis: [a.com]               | paths: ['~/a/b$'], regex_priority: 9",
                "hosts: ['*.com:443']                        | hosts: ['*.com']",
                "hosts: ['*.com:443'], paths: [/a]           | hosts: ['*.com'], paths: ['~/a/b$']",
                "hosts: [a.com], paths: [/a]                 | hosts: ['*.com'], paths: ['~/a/b$']",
                "hosts: [a.com], paths: [/a]                 | hosts: [a.com, '*.org'], paths: ['~/a/b$']",
                "hosts: [a.com], paths: ['~/a']              | hosts: [a.com], paths: [/a/b]",
                "paths: ['~/a']                              | paths: [/a/b]",
                "paths: ['~/a'], regex_priority: 1           | paths: ['~/a/b$']",
                "paths: [/x/y/z/long, /a/b]                  | paths: [/a]",
                "headers: {h: [x], g: [y]}                   | headers: {h: [x]}",
                "headers: {h: [x]}, methods: [GET]           | headers: {h: [x], g: [y]}",
                "headers: {h: [x]}                           | paths: ['~/a/b$']",
                "headers: {h: [x]}                           | methods: [GET]",
                "methods: [GET]                              | snis: [a.com]",
            })
    void the_better_route_wins(String better, String worse) {
        List<Route> routes = List.of(Routes.route("worse", worse, 1), Routes.route("better", better, 2));
        Asked request = new Asked("a.com", Map.of("h", List.of("x"), "g", List.of("y")));
        assertEquals("better", name(new Router(routes, Map.of()), request));
        assertEquals("worse", name(new Router(routes.subList(0, 1), Map.of()), request));
    }

    /** Lines of header fields ({@code -} for none), and the name of the route ({@code -} for none). */
    private static void expect(String routes, String requests) {
        Router router = Routes.router(routes);
        for (String line : requests.strip().split("\n")) {
            int end = line.strip().lastIndexOf(' ');
            String fields = line.strip().substring(0, end).strip();
            Map<String, List<String>> headers = new LinkedHashMap<>();
            Arrays.stream(fields.split(";"))
                    .filter(field -> field.contains(": "))
                    .forEach(field -> {
                        String[] nameAndValue = field.split(": ");
                        headers.computeIfAbsent(nameAndValue[0].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                                .add(nameAndValue[1]);
                    });
            assertEquals(line.strip().substring(end + 1), name(router, new Asked(null, headers)), line);
        }
    }

    private static String name(Router router, Router.Request request) {
        Match match = router.match(request);
        return match == null ? "-" : match.route().name();
    }

    /** GET https://a.com/a/b */
    private record Asked(String serverName, Map<String, List<String>> headers) implements Router.Request {

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String scheme() {
            return "https";
        }

        @Override
        public String authority() {
            return "a.com";
        }

        @Override
        public String path() {
            return "/a/b";
        }

        @Override
        public List<String> headerValues(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        }
    }
}
