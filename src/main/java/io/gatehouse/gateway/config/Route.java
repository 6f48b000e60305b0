package io.gatehouse.gateway.config;

import java.util.List;
import java.util.UUID;

/**
 * A way into a service.
 *
 * @param service null for a route whose plugins answer by themselves
 * @param createdAt epoch seconds; of two routes that match equally well the older one wins
 */
public record Route(
        UUID id,
        String name,
        Ref service,
        List<String> protocols,
        List<String> methods,
        List<String> hosts,
        List<String> paths,
        Integer httpsRedirectStatusCode,
        Integer regexPriority,
        Boolean stripPath,
        String pathHandling,
        Boolean preserveHost,
        Boolean requestBuffering,
        Boolean responseBuffering,
        List<String> tags,
        Long createdAt,
        Long updatedAt) {

    private static final int UPGRADE_REQUIRED = 426;

    public Route {
        protocols = protocols == null ? List.of("http", "https") : List.copyOf(protocols);
        httpsRedirectStatusCode =
                httpsRedirectStatusCode == null ? Integer.valueOf(UPGRADE_REQUIRED) : httpsRedirectStatusCode;
        regexPriority = regexPriority == null ? Integer.valueOf(0) : regexPriority;
        stripPath = stripPath == null ? Boolean.TRUE : stripPath;
        pathHandling = pathHandling == null ? "v0" : pathHandling;
        preserveHost = preserveHost == null ? Boolean.FALSE : preserveHost;
        requestBuffering = requestBuffering == null ? Boolean.TRUE : requestBuffering;
        responseBuffering = responseBuffering == null ? Boolean.TRUE : responseBuffering;
    }
}
