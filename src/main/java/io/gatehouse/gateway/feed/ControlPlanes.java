package io.gatehouse.gateway.feed;

import java.net.URI;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The addresses of an installation's control planes, the one that is asked at present, and how long to wait after how many failures. */
public final class ControlPlanes {
    private static final long FIRST_MILLIS = 500;
    private static final long LONGEST_MILLIS = 30_000;

    private final List<URI> addresses;
    private int at;

    private ControlPlanes(List<URI> addresses) {
        this.addresses = List.copyOf(addresses);
    }

    /** Throws {@link IllegalArgumentException} for addresses that cannot be used. */
    public static ControlPlanes of(List<URI> addresses) {
        if (addresses.isEmpty()) throw new IllegalArgumentException("it names no address");
        for (URI address : addresses) {
            boolean isPlain = (address.getPath() == null || address.getPath().matches("/?"))
                    && address.getQuery() == null
                    && address.getUserInfo() == null;
            if (!"https".equals(address.getScheme()) || address.getHost() == null || !isPlain)
                throw new IllegalArgumentException(
                        "'" + address + "' is not an address such as https://control-plane.example:8005");
        }
        return new ControlPlanes(addresses);
    }

    synchronized URI current() {
        return addresses.get(at);
    }

    /** Unless somebody else has gone on from there already. */
    synchronized void leave(URI failed) {
        if (failed.equals(current())) at = (at + 1) % addresses.size();
    }

    /** All of them are tried before the first wait. Many nodes that lose a control plane together do not come back together. */
    long waitMillis(int failures) {
        int rounds = failures / addresses.size();
        if (rounds == 0) return 0;
        long most = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(rounds - 1, 10));
        return ThreadLocalRandom.current().nextLong(most / 2, most + 1);
    }
}
