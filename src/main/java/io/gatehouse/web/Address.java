package io.gatehouse.web;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The address of the page that is being rendered, for links that lead back to it. */
@Named("address")
@RequestScoped
public class Address {
    @Inject
    RoutingContext context;

    public String path() {
        return context.normalizedPath();
    }

    /** Path and query, ready to stand as a parameter in another address. */
    public String encoded() {
        return URLEncoder.encode(Redirect.ownPath(context.request().uri(), "/"), StandardCharsets.UTF_8);
    }

    /** The page of ours that the request came from, as the browser says; nothing when it does not. */
    public static Optional<String> before(RoutingContext context) {
        String referrer = context.request().getHeader("Referer");
        if (referrer == null) return Optional.empty();
        try {
            URI uri = URI.create(referrer);
            if (!uri.getScheme().startsWith("http")
                    || !String.valueOf(context.request().getHeader("Host")).equals(uri.getRawAuthority()))
                return Optional.empty();
            String path = uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
            return Optional.of(Redirect.ownPath(path, "")).filter(own -> !own.isEmpty());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What was searched for, or nothing. */
    public String query() {
        String q = context.request().getParam("q");
        return q == null ? "" : q;
    }
}
