package io.gatehouse.gateway.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.credential.LocalIdentityIndex;
import io.gatehouse.gateway.limit.LocalRateLimiter;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.PluginChain;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.plugin.Scope;
import io.gatehouse.gateway.router.Router;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class SnapshotCompilerTest {

    /** In the documents here an id is a letter and a digit. */
    private static final Pattern SHORT_ID = Pattern.compile("\\bid: ([A-Z])(\\d)");

    private static final Pattern LONG_ID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private final List<String> bound = new ArrayList<>();
    private final SnapshotCompiler compiler = new SnapshotCompiler(
            new Plugins(List.of(new Limit("limit", 900, true), new Limit("auth", 1000, false))),
            new LocalIdentityIndex(GatewayHarness.DIGEST, InstantSource.system()),
            new LocalRateLimiter(InstantSource.system()),
            InstantSource.system());

    @Test
    void a_route_leads_to_its_service_along_its_chain() {
        Snapshot snapshot = snapshot("""
                services: [{id: S1, name: weather, host: h, path: /api}]
                routes: [{id: R1, name: now, service: {id: S1}, paths: ['~/w/(?<city>[a-z]+)']}]
                """);
        Matched matched = snapshot.route(Router.Request.of("GET", "http", "a.com", "/w/rome/now"));
        assertEquals("weather", matched.service().name());
        assertEquals("/api/now", matched.upstreamPath());
        assertEquals("/w/rome", matched.strippedPrefix());
        assertEquals("rome", matched.uriCapture("city"));
        assertNull(snapshot.route(Router.Request.of("GET", "http", "a.com", "/x")));
    }

    @Test
    void a_prefix_is_told_only_when_there_is_one_to_strip() {
        Snapshot snapshot = snapshot("""
                services: [{id: S1, host: h}]
                routes:
                - {id: R1, service: {id: S1}, paths: [/]}
                - {id: R2, service: {id: S1}, paths: [/kept], strip_path: false}
                - {id: R3, service: {id: S1}, hosts: [a.com]}
                """);
        assertNull(
                snapshot.route(Router.Request.of("GET", "http", "b.com", "/x")).strippedPrefix());
        assertNull(snapshot.route(Router.Request.of("GET", "http", "b.com", "/kept"))
                .strippedPrefix());
        assertNull(
                snapshot.route(Router.Request.of("GET", "http", "a.com", "/x")).strippedPrefix());
    }

    @Test
    void routes_of_a_disabled_service_are_not_there_and_routes_without_service_are() {
        Snapshot snapshot = snapshot("""
                services: [{id: S1, host: h, enabled: false}]
                routes:
                - {id: R1, service: {id: S1}, paths: [/off]}
                - {id: R2, paths: [/alone]}
                """);
        assertNull(snapshot.route(Router.Request.of("GET", "http", "", "/off")));
        Matched alone = snapshot.route(Router.Request.of("GET", "http", "", "/alone"));
        assertNull(alone.service());
        assertNull(alone.upstreamPath());
    }

    @Test
    void each_configuration_is_bound_exactly_once() {
        snapshot("""
                services: [{id: S1, host: h}]
                routes:
                - {id: R1, service: {id: S1}, paths: [/a]}
                - {id: R2, service: {id: S1}, paths: [/b]}
                plugins:
                - {id: P1, name: limit, config: {minute: 1}}
                - {id: P2, name: limit, service: {id: S1}, config: {minute: 2}}
                - {id: P3, name: limit, route: {id: R1}, config: {minute: 3}}
                """);
        assertEquals(List.of("1 null null", "2 S1 null", "3 null R1"), bound);
    }

    @Test
    void routes_without_plugins_of_their_own_share_the_chain_of_their_service() {
        Snapshot snapshot = snapshot("""
                services: [{id: S1, host: h}, {id: S2, host: h}]
                routes:
                - {id: R1, service: {id: S1}, paths: [/a]}
                - {id: R2, service: {id: S1}, paths: [/b]}
                - {id: R3, service: {id: S1}, paths: [/c]}
                - {id: R4, service: {id: S2}, paths: [/d]}
                plugins:
                - {id: P1, name: limit, service: {id: S1}}
                - {id: P2, name: limit, route: {id: R3}}
                """);
        PluginChain shared = chain(snapshot, "http", "/a");
        assertSame(shared, chain(snapshot, "http", "/b"));
        assertSame(shared, chain(snapshot, "https", "/b"));
        assertNotSame(shared, chain(snapshot, "http", "/c"));
        assertNotSame(shared, chain(snapshot, "http", "/d"));
    }

    @Test
    void a_plugin_may_be_switched_on_for_one_scheme_only() {
        Snapshot snapshot = snapshot("""
                routes: [{id: R1, paths: [/a]}]
                plugins: [{id: P1, name: limit, protocols: [https]}]
                """);
        assertNotSame(chain(snapshot, "http", "/a"), chain(snapshot, "https", "/a"));
        assertNotSame(snapshot.unmatched("http"), snapshot.unmatched("https"));
    }

    @Test
    void the_version_is_that_of_the_content() {
        String one = snapshot("routes: [{id: R1, paths: [/a]}]").version();
        assertEquals(
                one,
                snapshot("routes: [{id: R1, paths: [/a], strip_path: true}]").version());
        assertNotEquals(one, snapshot("routes: [{id: R1, paths: [/b]}]").version());
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        assertProblems("""
                services:
                - {id: S1, name: weather, port: 70000, path: api}
                - {id: S1, name: weather, host: h}
                routes:
                - {id: R1, name: all}
                - {id: R2, name: lost, service: {id: S9}, paths: ['~/(', b, '~/(.*)*(.*)*x'], headers: {x: ['~*(']}}
                - {name: nobody, paths: [/a]}
                consumer_groups: [{id: G1}]
                plugins:
                - {id: P1, name: limits}
                - {id: P2, name: limit, config: {minutes: 1}}
                - {id: P3, name: limit, config: {minute: 0}, service: {id: S1}, enabled: false}
                - {id: P4, name: limit, service: {id: S1}}
                - {id: P5, name: limit, route: {id: R9}, consumer_group: {id: G9}}
                - {id: P6, name: auth, consumer: {id: C1}, instance_name: mine}
                - {id: P7, name: limit, config: {minute: 13}, route: {id: R1}, instance_name: mine}
                - {id: P8, name: limit, config: {minute: 14}, service: {id: S1}, route: {id: R1}}
                """, """
                services S1 weather host: required field missing
                services S1 weather port: value should be between 0 and 65535
                services S1 weather path: should start with: /
                services S1 weather id: uniqueness violation: 'services' entity with primary key set to 'S1' already declared
                services S1 weather name: uniqueness violation: 'services' entity with name set to 'weather' already declared
                routes R1 all -: at least one of these fields must be non-empty: 'methods', 'hosts', 'headers', 'paths', 'snis'
                routes R2 lost headers.x: invalid regex: '(' (Unclosed group)
                routes R2 lost service: invalid reference 'service: S9' (no such entry in 'services')
                routes R2 lost paths.1: invalid regex: '/(' (Unclosed group)
                routes R2 lost paths.2: should start with: / (fixed path) or ~/ (regex path)
                routes R2 lost paths.3: invalid regex: '/(.*)*(.*)*x' (takes far too long on a path such as '/aaa...'; avoid a repetition within a repetition)
                routes - nobody id: required field missing
                consumer_groups G1 - name: required field missing
                plugins P1 limits name: plugin 'limits' is not known; known are: auth, limit
                plugins P2 limit config.minutes: unknown field; did you mean 'minute'?
                plugins P3 limit config.minute: must be greater than or equal to 1
                plugins P4 limit -: uniqueness violation: 'plugins' entity with name set to 'limit' and the same service, route, consumer and consumer_group already declared
                plugins P5 limit route: invalid reference 'route: R9' (no such entry in 'routes')
                plugins P5 limit consumer_group: invalid reference 'consumer_group: G9' (no such entry in 'consumer_groups')
                plugins P6 mine consumer: value must be null: 'auth' runs before it is known who calls
                plugins P7 mine instance_name: uniqueness violation: 'plugins' entity with instance_name set to 'mine' already declared
                plugins P7 mine config: 13 is unlucky
                plugins P8 limit config: the plugin fails with it: java.lang.NoClassDefFoundError: com/example/Fourteen
                """);
    }

    @Test
    void a_hundred_thousand_routes_compile_in_seconds() {
        Topology small =
                topology("{services: [{id: S1, host: h}], routes: [{id: R1, service: {id: S1}, paths: [/a]}]}");
        Route route = small.routes().get(0);
        List<Route> many = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            String path = i % 10 == 0 ? "~/api/v1/service" + i + "/items/\\d+" : "/api/v1/service" + i + "/items";
            many.add(new Route(
                    new UUID(1, i),
                    "route-" + i,
                    route.service(),
                    null,
                    null,
                    null,
                    List.of(path),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    (long) i,
                    null));
        }
        Topology large = new Topology(small.services(), many, List.of(), List.of());
        Snapshot snapshot = Assertions.assertTimeout(
                Duration.ofSeconds(20), () -> compiler.compile(large).snapshot().orElseThrow());
        assertEquals(
                "route-99999",
                snapshot.route(Router.Request.of("GET", "http", "", "/api/v1/service99999/items/7"))
                        .route()
                        .name());
        assertEquals(
                "route-99990",
                snapshot.route(Router.Request.of("GET", "http", "", "/api/v1/service99990/items/7"))
                        .route()
                        .name());
    }

    private static PluginChain chain(Snapshot snapshot, String scheme, String path) {
        return snapshot.route(Router.Request.of("GET", scheme, "", path)).chain();
    }

    private Snapshot snapshot(String yaml) {
        Compilation compilation = compiler.compile(topology(yaml));
        assertEquals(List.of(), compilation.problems());
        return compilation.snapshot().orElseThrow();
    }

    private void assertProblems(String yaml, String expected) {
        Compilation compilation = compiler.compile(topology(yaml));
        assertTrue(compilation.snapshot().isEmpty());
        List<String> problems = compilation.problems().stream()
                .map(problem -> String.join(
                                " ",
                                problem.kind(),
                                problem.id() == null ? "-" : shortId(problem.id()),
                                orDash(problem.name()),
                                orDash(problem.field()))
                        + ": " + withShortIds(problem.message()))
                .sorted()
                .toList();
        assertEquals(String.join("\n", expected.strip().lines().sorted().toList()), String.join("\n", problems));
    }

    private static Topology topology(String yaml) {
        try {
            JsonNode json = new YAMLMapper().readTree(SHORT_ID.matcher(yaml).replaceAll(SnapshotCompilerTest::longId));
            return ConfigJson.read(json, Topology.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String longId(MatchResult id) {
        return "id: " + new UUID(id.group(1).charAt(0), Long.parseLong(id.group(2)));
    }

    private static String shortId(UUID id) {
        return id == null ? "null" : (char) id.getMostSignificantBits() + "" + id.getLeastSignificantBits();
    }

    private static String withShortIds(String text) {
        return LONG_ID.matcher(text).replaceAll(id -> shortId(UUID.fromString(id.group())));
    }

    private static String orDash(String text) {
        return text == null ? "-" : text;
    }

    @Doc("Limits.")
    record Config(@Doc("How many.") @Min(1) Integer minute) {}

    /** Notes what it was bound to. */
    private final class Limit extends NamedPlugin<Config> {

        private final boolean consumers;

        private Limit(String name, int priority, boolean consumers) {
            super(name, priority, Config.class);
            this.consumers = consumers;
        }

        @Override
        public Filter bind(Config config, Scope scope) {
            if (config.minute() != null && config.minute() == 13) {
                throw new IllegalArgumentException("13 is unlucky");
            }
            if (config.minute() != null && config.minute() == 14) {
                throw new NoClassDefFoundError("com/example/Fourteen");
            }
            bound.add(config.minute() + " " + shortId(scope.serviceId()) + " " + shortId(scope.routeId()));
            return new Filter() {};
        }

        @Override
        public boolean canBeScopedToConsumers() {
            return consumers;
        }
    }
}
