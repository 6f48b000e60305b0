package io.gatehouse.web;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

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

    /** What was searched for, or nothing. */
    public String query() {
        String q = context.request().getParam("q");
        return q == null ? "" : q;
    }
}
