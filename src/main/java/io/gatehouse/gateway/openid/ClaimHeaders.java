package io.gatehouse.gateway.openid;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.issuer.Claims;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.function.BiConsumer;

/** What upstream or client learn of a token, in headers: each claim by the name at the same place. */
record ClaimHeaders(List<String> claims, List<String> names) {

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String FRAMING = "(?i)host|connection|content-length|transfer-encoding|upgrade|trailer";

    static void check(String field, List<String> names, BiConsumer<String, String> broken) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (!name.matches(TOKEN) || name.matches(FRAMING)) {
                broken.accept(field + "." + (i + 1), "'" + name + "' cannot be set here");
            }
        }
    }

    void removeFrom(MultiMap headers) {
        names.forEach(headers::remove);
    }

    void describe(Claims token, MultiMap headers) {
        for (int i = 0; i < names.size(); i++) {
            JsonNode claim = token.root().path(claims.get(i));
            set(headers, names.get(i), claim.isNull() || claim.isMissingNode() ? null : value(claim));
        }
    }

    private static String value(JsonNode claim) {
        return claim.isValueNode() ? claim.asText() : claim.toString();
    }

    static void set(MultiMap headers, String name, String value) {
        String fit = printable(value);
        if (fit == null || fit.isEmpty()) {
            headers.remove(name);
        } else {
            headers.set(name, fit);
        }
    }

    /** What no header can hold is left out, as half of it would say something else. */
    static String printable(String value) {
        return value != null && value.chars().allMatch(c -> c >= ' ' && c <= '~') ? value : null;
    }
}
