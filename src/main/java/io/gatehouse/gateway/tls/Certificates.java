package io.gatehouse.gateway.tls;

import io.gatehouse.gateway.config.Certificate;
import io.gatehouse.gateway.config.Sni;
import io.netty.handler.ssl.SslContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Which certificate is shown to a client that asks for a name. */
public final class Certificates {
    public static final Certificates NONE = new Certificates(Map.of(), Map.of());
    private static final String ANY = "*";

    private final Map<UUID, Shown> byId;
    private final Map<String, Shown> byName;

    private Certificates(Map<UUID, Shown> byId, Map<String, Shown> byName) {
        this.byId = byId;
        this.byName = byName;
    }

    /** @param before those that were shown until now */
    public static Certificates of(List<Certificate> certificates, List<Sni> snis, Certificates before) {
        Map<UUID, Shown> byId = new HashMap<>();
        for (Certificate one : certificates) byId.put(one.id(), new Shown(one).or(before.byId.get(one.id())));
        Map<String, Shown> byName = new HashMap<>();
        for (Sni sni : snis) byName.put(sni.name(), byId.get(sni.certificate().id()));
        return new Certificates(byId, byName);
    }

    /**
     * For the name itself, else with {@code *} for its first label, else for its last, else for whatever nobody has named.
     *
     * @param name null when the client asked for none
     * @return null if nothing fits
     */
    public SslContext of(String name) {
        Shown shown = name == null ? null : named(name);
        if (shown == null) shown = byName.get(ANY);
        return shown == null ? null : shown.context();
    }

    private Shown named(String name) {
        Shown shown = byName.get(name);
        int first = name.indexOf('.');
        if (shown == null && first > 0) shown = byName.get(ANY + name.substring(first));
        int last = name.lastIndexOf('.');
        if (shown == null && last > 0) shown = byName.get(name.substring(0, last + 1) + ANY);
        return shown;
    }
}
