package io.gatehouse.gateway.config;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * What the gateway proxies to.
 *
 * @param path in front of every call's own path, null for none
 * @param connectTimeout milliseconds, as are the other two
 * @param tlsVerify whether the upstream's certificate must be good; null for whatever the gateway does otherwise
 * @param tlsVerifyDepth how many certificates may stand between it and an authority; null for any number
 * @param caCertificates the authorities; null for those that Java trusts
 * @param clientCertificate what the gateway shows of itself to an upstream that asks; null for that of the {@link Upstream}, if it has one
 * @param http2 whether its upstream is called by HTTP/2, as those of gRPC always are
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
        Boolean tlsVerify,
        Integer tlsVerifyDepth,
        List<UUID> caCertificates,
        Ref clientCertificate,
        Boolean http2,
        List<String> tags,
        Long createdAt,
        Long updatedAt)
        implements ConfigRules {

    private static final int MINUTE = 60_000;
    private static final int MOST_RETRIES = 32_767;
    private static final int DEEPEST = 64;
    private static final int HIGHEST_PORT = 65_535;

    public Service {
        protocol = protocol == null ? "http" : protocol;
        port = port == null ? Integer.valueOf(protocol.endsWith("s") ? 443 : 80) : port;
        connectTimeout = connectTimeout == null ? Integer.valueOf(MINUTE) : connectTimeout;
        writeTimeout = writeTimeout == null ? Integer.valueOf(MINUTE) : writeTimeout;
        readTimeout = readTimeout == null ? Integer.valueOf(MINUTE) : readTimeout;
        retries = retries == null ? Integer.valueOf(5) : retries;
        enabled = enabled == null ? Boolean.TRUE : enabled;
        http2 = http2 == null ? Boolean.FALSE : http2;
        caCertificates = caCertificates == null || caCertificates.isEmpty() ? null : List.copyOf(caCertificates);
    }

    /** Whether its upstream is called by HTTP/2. */
    @JsonIgnore
    public boolean isHttp2() {
        return http2 || isGrpc();
    }

    @JsonIgnore
    public boolean isGrpc() {
        return protocol.startsWith("grpc");
    }

    /** Whether its upstream is called by TLS. */
    @JsonIgnore
    public boolean isSecure() {
        return protocol.endsWith("s");
    }

    @Override
    public void check(BiConsumer<String, String> broken) {
        Rules rules = new Rules(broken);
        rules.name("name", name);
        String protocolProblem = Rules.protocolProblem(protocol);
        if (protocolProblem != null) {
            broken.accept("protocol", protocolProblem);
        }
        rules.required("host", host);
        if (host != null && !host.isEmpty()) {
            rules.host("host", host);
        }
        rules.between("port", port, 0, HIGHEST_PORT);
        String pathProblem = path == null ? null : PathRules.problemOf(path);
        if (pathProblem != null) {
            broken.accept("path", pathProblem);
        }
        rules.between("connect_timeout", connectTimeout, 1, Integer.MAX_VALUE - 1);
        rules.between("write_timeout", writeTimeout, 1, Integer.MAX_VALUE - 1);
        rules.between("read_timeout", readTimeout, 1, Integer.MAX_VALUE - 1);
        rules.between("retries", retries, 0, MOST_RETRIES);
        if (tlsVerifyDepth != null) {
            rules.between("tls_verify_depth", tlsVerifyDepth, 0, DEEPEST);
        }
        if (clientCertificate != null && protocolProblem == null && !isSecure()) {
            broken.accept("client_certificate", "value must be null when protocol is '" + protocol + "'");
        }
        rules.tags(tags);
    }
}
