package bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.router.Match;
import io.gatehouse.gateway.router.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What finding a route costs when there are many. {@code paths}: 70 % exact resources and 20 % prefixes of services, and a tenth of the
 * calls fits none. {@code hosts}: as many hosts as routes, half of them wildcards. {@code regexes}: a tenth of the routes is a regular
 * expression with a capture behind a host of its own, as APIs with path parameters are published.
 */
@State(Scope.Benchmark)
@Fork(1)
public class RouterBench {
    private static final int CALLS = 4096;

    @Param({"10", "1000", "10000", "100000"})
    int routes;

    @Param({"paths", "hosts", "regexes"})
    String kind;

    private List<Route> configured;
    private Router router;
    private Router.Request[] calls;
    private int next;

    @Setup
    public void setUp() {
        configured = new ArrayList<>(routes);
        for (int i = 0; i < routes; i++) configured.add(route(i));
        router = new Router(configured, Map.of());
        Random random = new Random(1);
        calls = new Router.Request[CALLS];
        for (int i = 0; i < CALLS; i++) calls[i] = call(random);
        for (Router.Request call : calls) {
            boolean fits = !call.path().startsWith("/nowhere");
            if ((router.match(call) != null) != fits) throw new IllegalStateException(call.toString());
        }
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    @Warmup(iterations = 3, time = 2)
    @Measurement(iterations = 5, time = 2)
    public Match match() {
        return router.match(calls[next++ & CALLS - 1]);
    }

    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 5)
    @Measurement(iterations = 5)
    public Router compile() {
        return new Router(configured, Map.of());
    }

    private Route route(int i) {
        ObjectNode json = ConfigJson.MAPPER.createObjectNode();
        json.put("id", new UUID(1, i).toString());
        switch (kind) {
            case "paths" -> json.putArray("paths").add(i % 10 < 8 ? resource(i) : "/svc" + i + "/v1/");
            case "hosts" -> {
                json.putArray("hosts").add(i % 2 == 0 ? "svc" + i + ".example.com" : "*.tenant" + i + ".example.com");
                json.putArray("paths").add("/v1");
            }
            default -> {
                json.putArray("hosts").add("svc" + i / 10 + ".example.com");
                json.putArray("paths").add(i % 10 == 0 ? "~/items/(?<id>\\d+)/notes$" : "/v" + i % 10 + "/items");
            }
        }
        return Kind.ROUTES.read(json).entity().orElseThrow();
    }

    private static String resource(int i) {
        return "/api/v" + i % 7 + "/svc" + i + "/items";
    }

    private Router.Request call(Random random) {
        int i = random.nextInt(routes);
        if (random.nextInt(10) == 0) return Router.Request.of("GET", "http", "svc.example.com", "/nowhere/" + i);
        return switch (kind) {
            case "paths" -> Router.Request.of(
                    "GET", "http", "api.example.com", i % 10 < 8 ? resource(i) + "/" + i : "/svc" + i + "/v1/notes");
            case "hosts" -> Router.Request.of(
                    "GET", "http", i % 2 == 0 ? "svc" + i + ".example.com" : "a.tenant" + i + ".example.com", "/v1/items");
            default -> Router.Request.of(
                    "GET", "http", "svc" + i / 10 + ".example.com",
                    i % 10 == 0 ? "/items/" + i + "/notes" : "/v" + i % 10 + "/items/" + i);
        };
    }
}
