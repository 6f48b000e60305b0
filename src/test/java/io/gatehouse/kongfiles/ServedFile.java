package io.gatehouse.kongfiles;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.MovableClock;
import io.gatehouse.gateway.NameServer;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.balancer.Origin;
import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.config.Upstream;
import io.gatehouse.gateway.dns.DnsOptions;
import io.gatehouse.gateway.document.ConfigDocument;
import io.gatehouse.gateway.document.DocumentReading;
import io.gatehouse.gateway.document.LoadedConfig;
import io.gatehouse.gateway.node.GatewayNode;
import io.gatehouse.gateway.node.NodeOptions;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.plugins.BuiltIn;
import io.gatehouse.gateway.proxy.Dialect;
import io.gatehouse.gateway.tls.TlsSocket;
import io.gatehouse.gateway.usage.UsageRecord;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file that a gateway serves as Kong would, and every call of it that can be thought of: each must have the end that the file's
 * plugins imply, and come to the upstream that it names.
 */
final class ServedFile implements AutoCloseable {
    private static final Pattern NAMES = Pattern.compile("//([A-Za-z0-9._-]+)|\"(?:redis_)?host\":\"([^\"]+)\"");

    private final Map<String, Integer> ends = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();
    private final List<String> untold = new ArrayList<>();
    private final BlockingQueue<UsageRecord> usage = new LinkedBlockingQueue<>();
    private final MovableClock clock = new MovableClock("2026-01-01T00:00:30Z");
    private final AnyOrigin origin = new AnyOrigin();
    private final NameServer names = new NameServer();
    private final Map<String, String> addresses;
    private final LoadedConfig config;
    private final FilePlugins plugins;
    private final FileCallers callers;
    private final Vertx vertx;
    private final GatewayNode node;
    private final int port;

    ServedFile(String text) throws Exception {
        Plugins known = new Plugins(BuiltIn.all(), Dialect.kong().pluginDefaults());
        DocumentReading reading = new ConfigDocument(known, GatewayHarness.DIGEST)
                .read(text, clock.instant().getEpochSecond());
        config = reading.config().orElseThrow(() -> new AssertionError(reading.problems()));
        plugins = new FilePlugins(config);
        callers = new FileCallers(reading);
        addresses = Detour.addresses(names());
        vertx = Detour.vertx(addresses, origin.port());
        addresses.forEach((name, address) -> names.addresses(name.toLowerCase(Locale.ROOT), address));
        NodeOptions options = NodeOptions.on("127.0.0.1", 0, Dialect.kong())
                .withTlsPort(OptionalInt.of(0))
                .withDns(DnsOptions.of(List.of(names.address()), false));
        node = new GatewayNode(vertx, options, known, GatewayHarness.DIGEST, usage::add, clock);
        port = GatewayHarness.await(node.start());
        var problems = node.load(config.topology(), config.identities());
        if (!problems.isEmpty()) throw new AssertionError(problems);
        for (Route route : config.topology().routes()) serve(route);
    }

    private SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(List.of("api.openai.com"));
        config.topology().services().forEach(service -> names.add(service.host()));
        config.topology().targets().forEach(target -> names.add(target.host()));
        config.topology().plugins().forEach(plugin -> {
            Matcher found = NAMES.matcher(plugin.config().toString());
            while (found.find()) names.add(found.group(1) == null ? found.group(2) : found.group(1));
        });
        // That one is known without being asked for.
        names.removeIf(name -> !Target.isName(name) || name.equals("localhost"));
        return names;
    }

    /** How many calls ended how. */
    Map<String, Integer> ends() {
        return ends;
    }

    /** Calls whose end was not what the file says. */
    List<String> differences() {
        return differences;
    }

    /** Routes that no call could be made for, and why. */
    List<String> untold() {
        return untold;
    }

    private void serve(Route route) throws Exception {
        Service service = route.service() == null
                ? null
                : config.topology().services().stream()
                        .filter(one -> one.id().equals(route.service().id()))
                        .findFirst()
                        .orElseThrow();
        Map<String, JsonNode> own = plugins.of(route, null);
        List<SampleCall> calls = SampleCall.of(route);
        if (route.isGrpc() || service != null && service.isGrpc()) untold.add(name(route) + ": is for gRPC");
        else if (own.containsKey("openid-connect")) untold.add(name(route) + ": needs an identity provider");
        else if (calls.isEmpty()) untold.add(name(route) + ": no path is known that its regular expression matches");
        else
            for (SampleCall call : calls)
                serve(own.containsKey("ai-proxy") ? call.asking() : call, route, service, own);
    }

    private void serve(SampleCall call, Route route, Service service, Map<String, JsonNode> own) throws Exception {
        if (call.isSecure()) serve(call.insecure(), route, service, (Consumer) null);
        if (!serve(call, route, service, (Consumer) null)) return;
        Map<String, JsonNode> authentication = Implied.authentication(own);
        if (authentication.isEmpty()) return;
        boolean isAnybody = false;
        for (Consumer consumer : callers.all()) {
            var headers =
                    callers.headers(consumer, authentication, clock.instant().plus(Duration.ofHours(1)));
            if (headers.isEmpty()) continue;
            isAnybody = true;
            serve(call.with(headers.get()), route, service, consumer);
        }
        if (!isAnybody) untold.add(name(route) + ": the file has no credential for it");
    }

    /** @return false if another route takes the call */
    private boolean serve(SampleCall call, Route route, Service service, Consumer caller) throws Exception {
        clock.forward(Duration.ofHours(1));
        String answer;
        try (RawClient client = call.isSecure()
                ? new RawClient(TlsSocket.open(node.tlsPort().orElseThrow(), null))
                : new RawClient(port)) {
            client.send(call.wire());
            answer = call.method().equals("HEAD") ? client.head() : client.answer();
        }
        UsageRecord record = Objects.requireNonNull(usage.poll(30, TimeUnit.SECONDS), "no call ended");
        Implied implied = Implied.of(call, route, service, plugins, callers, caller);
        if (service != null && places(service).findAny().isEmpty()) implied = implied.withoutTargets();
        boolean isOther = !route.id().equals(record.routeId()) && implied.status() != 404;
        if (isOther && record.routeId() != null) {
            String other = config.topology().routes().stream()
                    .filter(one -> one.id().equals(record.routeId()))
                    .map(ServedFile::name)
                    .findFirst()
                    .orElseThrow();
            untold.add(name(route) + ": another route, " + other + ", comes before it for " + call.method() + " "
                    + call.path());
            return false;
        }
        List<String> wrong = wrong(answer, implied, call, route, service);
        if (isOther) wrong.add("no route took it");
        String who = caller == null ? "" : " as " + caller.username();
        wrong.forEach(
                what -> differences.add(name(route) + ": " + call.method() + " " + call.path() + who + ": " + what));
        ends.merge(implied.isProxied() ? "proxied" : Integer.toString(implied.status()), 1, Integer::sum);
        return true;
    }

    private List<String> wrong(String text, Implied implied, SampleCall call, Route route, Service service) {
        Answer answer = Answer.of(text);
        List<String> wrong = answer.wrong(implied);
        Map<String, JsonNode> own = plugins.of(route, null);
        if (!wrong.isEmpty() || !implied.isProxied() || own.containsKey("ai-proxy")) return wrong;
        boolean isTransformed = own.containsKey("request-transformer");
        boolean isThere = places(service)
                .anyMatch(place ->
                        addresses.getOrDefault(place.host(), "127.0.0.1").equals(answer.field(AnyOrigin.ADDRESS))
                                && (isTransformed
                                        || answer.field(AnyOrigin.HOST)
                                                .equals(route.preserveHost() ? call.host() : authority(place))));
        if (!isThere) wrong.add("it came to " + answer.field(AnyOrigin.HOST));
        boolean isSamePath = !route.stripPath() && service.path() == null && !isTransformed;
        if (isSamePath && !call.path().equals(answer.field(AnyOrigin.PATH)))
            wrong.add("it came with " + answer.field(AnyOrigin.PATH));
        return wrong;
    }

    /** Where the calls of a service may go. */
    private Stream<Origin> places(Service service) {
        return config.topology().upstreams().stream()
                .filter(upstream -> upstream.name().equals(service.host()))
                .findFirst()
                .map(upstream -> targets(upstream)
                        .map(target ->
                                new Origin(target.host(), target.port(), service.isSecure() ? target.host() : null)))
                .orElseGet(() -> Stream.of(Origin.of(service)));
    }

    private Stream<Target> targets(Upstream upstream) {
        return config.topology().targets().stream()
                .filter(target -> target.upstream().id().equals(upstream.id()));
    }

    private static String authority(Origin place) {
        return Origin.authority(place.host(), place.port(), place.tlsName() != null);
    }

    private static String name(Route route) {
        return route.name() == null ? "route " + route.paths() : route.name();
    }

    @Override
    public void close() {
        GatewayHarness.await(vertx.close());
        names.close();
        origin.close();
    }
}
