package io.gatehouse.controlplane;

import java.util.List;
import java.util.Optional;

/**
 * How the gateway serves an API version.
 *
 * @param upstreamUrl where calls go, such as {@code https://api.example.com/v1}
 * @param upstreamAuthorization value of the {@code Authorization} header that the gateway adds towards the upstream; read back
 *     it is {@link Masking#HIDDEN}, which keeps the value when it is served again
 * @param routes the ways in
 */
public record Serving(String upstreamUrl, Optional<String> upstreamAuthorization, List<RoutePath> routes) {

    /**
     * A way in.
     *
     * @param path prefix such as {@code /weather}, taken off before the call goes on
     * @param methods none for all
     */
    public record RoutePath(String path, List<String> methods) {}

    @Override
    public String toString() {
        return "Serving[" + upstreamUrl + ", " + routes + "]";
    }
}
