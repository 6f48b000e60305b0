package io.gatehouse.gateway;

import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Ref;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.config.Topology;
import io.gatehouse.gateway.config.Upstream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Topologies with one upstream, for tests. */
public final class Upstreams {
    private static final String NAME = "pool.internal";
    private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000003");

    private Upstreams() {}

    /** @param fields as YAML writes them, such as {@code hash_on: ip} */
    public static Upstream upstream(String fields) {
        return Topologies.read(Kind.UPSTREAMS, "{id: " + ID + ", name: " + NAME + ", " + fields + "}");
    }

    public static Target target(String address, int weight) {
        UUID id = UUID.nameUUIDFromBytes(address.getBytes(StandardCharsets.UTF_8));
        return new Target(id, new Ref(ID), address, weight, null, null, null);
    }

    public static Target target(int port) {
        return target("127.0.0.1:" + port, 100);
    }

    /** Everything goes to these ports of this machine. */
    public static Topology to(String fields, int... ports) {
        return to(
                upstream(fields),
                Arrays.stream(ports).mapToObj(Upstreams::target).toList());
    }

    public static Topology to(Upstream upstream, List<Target> targets) {
        return to(service(5_000, 5_000), upstream, targets);
    }

    public static Topology to(Service service, Upstream upstream, List<Target> targets) {
        return new Topology(
                List.of(service),
                List.of(Topologies.route("/", false)),
                List.of(),
                List.of(),
                List.of(upstream),
                targets);
    }

    public static Service service(int connectTimeout, int readTimeout) {
        String timeouts = "connect_timeout: " + connectTimeout + ", read_timeout: " + readTimeout;
        return Topologies.read(Kind.SERVICES, "{id: " + Topologies.SERVICE + ", host: " + NAME + ", " + timeouts + "}");
    }
}
