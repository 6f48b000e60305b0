package io.gatehouse.identity;

import io.vertx.ext.web.RoutingContext;

/** Where a request comes from, as far as it can be told: kept with the session so that its owner recognises it. */
record Browser(String address, String userAgent) {
    private static final int LONGEST_USER_AGENT = 300;

    static Browser of(RoutingContext context) {
        String userAgent = context.request().getHeader("User-Agent");
        if (userAgent == null) userAgent = "";
        return new Browser(
                context.request().remoteAddress().hostAddress(),
                userAgent.substring(0, Math.min(userAgent.length(), LONGEST_USER_AGENT)));
    }
}
