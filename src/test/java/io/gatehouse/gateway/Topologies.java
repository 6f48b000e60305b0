package io.gatehouse.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.config.Ref;
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
        return new Service(
                SERVICE,
                "origin",
                "http",
                "127.0.0.1",
                port,
                null,
                connectTimeout,
                readTimeout,
                readTimeout,
                2,
                true,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    public static Route route(String path, boolean stripPath) {
        return new Route(
                ROUTE,
                "all",
                new Ref(SERVICE),
                null,
                null,
                null,
                List.of(path),
                null,
                null,
                null,
                null,
                stripPath,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
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
