package io.gatehouse.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.config.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Small topologies for tests. */
public final class Topologies {
    public static final UUID SERVICE = UUID.fromString("00000000-0000-4000-8000-000000000001");
    public static final UUID ROUTE = UUID.fromString("00000000-0000-4000-8000-000000000002");

    private Topologies() {}

    /** One service on this port of this machine, and one route that sends everything to it as it is. */
    public static Topology everythingTo(int port, PluginConfig... plugins) {
        return of(service(port, 5_000, 5_000), plugins);
    }

    public static Topology of(Service service, PluginConfig... plugins) {
        return new Topology(
                List.of(service), List.of(route("/", false)), new ArrayList<>(Arrays.asList(plugins)), List.of());
    }

    public static Service service(int port, int connectTimeout, int readTimeout) {
        return service("host: 127.0.0.1, port: " + port + ", retries: 2, connect_timeout: " + connectTimeout
                + ", write_timeout: " + readTimeout + ", read_timeout: " + readTimeout);
    }

    /** @param fields as YAML writes them */
    public static Service service(String fields) {
        return read(Kind.SERVICES, "{id: " + SERVICE + ", name: origin, " + fields + "}");
    }

    public static Route route(String path, boolean stripPath) {
        return route("paths: ['" + path + "'], strip_path: " + stripPath);
    }

    /** A route to the service. */
    public static Route route(String fields) {
        return read(Kind.ROUTES, "{id: " + ROUTE + ", name: all, service: {id: " + SERVICE + "}, " + fields + "}");
    }

    static <E extends Record> E read(Kind<E> kind, String yaml) {
        try {
            var reading = kind.read(new YAMLMapper().readTree(yaml));
            return reading.entity().orElseThrow(() -> new AssertionError(reading.problems()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A plugin that is switched on for everything. */
    public static PluginConfig plugin(String name, String json) {
        try {
            return new PluginConfig(
                    UUID.randomUUID(),
                    name,
                    null,
                    null,
                    null,
                    null,
                    null,
                    true,
                    null,
                    new ObjectMapper().readTree(json),
                    null,
                    null,
                    null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
