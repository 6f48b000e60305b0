package io.gatehouse.gateway.config;

import java.util.List;
import java.util.UUID;

/**
 * What the gateway proxies to.
 *
 * @param path in front of every call's own path, null for none
 * @param connectTimeout milliseconds, as are the other two
 * @param createdAt epoch seconds, as is {@code updatedAt}
 */
public record Service(
        UUID id,
        String name,
        String protocol,
        String host,
        Integer port,
        String path,
        Integer connectTimeout,
        Integer writeTimeout,
        Integer readTimeout,
        Integer retries,
        Boolean enabled,
        List<String> tags,
        Long createdAt,
        Long updatedAt) {

    private static final int MINUTE = 60_000;

    public Service {
        protocol = protocol == null ? "http" : protocol;
        port = port == null ? Integer.valueOf(protocol.endsWith("s") ? 443 : 80) : port;
        connectTimeout = connectTimeout == null ? Integer.valueOf(MINUTE) : connectTimeout;
        writeTimeout = writeTimeout == null ? Integer.valueOf(MINUTE) : writeTimeout;
        readTimeout = readTimeout == null ? Integer.valueOf(MINUTE) : readTimeout;
        retries = retries == null ? Integer.valueOf(5) : retries;
        enabled = enabled == null ? Boolean.TRUE : enabled;
    }
}
