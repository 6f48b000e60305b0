package io.gatehouse.gateway.log;

import com.fasterxml.jackson.databind.util.RawValue;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Routes and services as JSON, put together once and not for every call. Belongs to one filter, and so to one topology, in which they
 * do not change.
 */
public final class Described {
    private final Map<UUID, RawValue> byId = new ConcurrentHashMap<>();

    RawValue of(Route route) {
        RawValue known = byId.get(route.id());
        return known == null ? byId.computeIfAbsent(route.id(), id -> json(route)) : known;
    }

    RawValue of(Service service) {
        RawValue known = byId.get(service.id());
        return known == null ? byId.computeIfAbsent(service.id(), id -> json(service)) : known;
    }

    private static RawValue json(Record entity) {
        return new RawValue(ConfigJson.write(entity).toString());
    }
}
