package io.gatehouse.gateway.balancer;

import io.gatehouse.gateway.config.Service;

/**
 * Where a connection leads.
 *
 * @param tlsName the name that the certificate must have; null for no TLS
 */
public record Origin(String host, int port, String tlsName) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** The one address of a service that has no upstream. */
    public static Origin of(Service service) {
        return new Origin(service.host(), service.port(), isSecure(service) ? service.host() : null);
    }

    /** As the Host header says it: with the port, unless everybody knows it. */
    public static String authority(String host, int port, boolean secure) {
        return port == (secure ? HTTPS : HTTP) ? host : host + ":" + port;
    }

    public static boolean isSecure(Service service) {
        return service.isSecure();
    }
}
