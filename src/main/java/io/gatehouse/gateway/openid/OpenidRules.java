package io.gatehouse.gateway.openid;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.issuer.Claims;
import io.gatehouse.gateway.issuer.IssuerKeys;
import java.util.List;

/** What an operator asks of a token beyond that it is genuine. Each answer is null, or names what is wrong. */
record OpenidRules(OpenidConfig config) {

    private static final List<String> ISSUER = List.of("iss");

    /** Of a token that was signed with these keys. */
    String wrong(Claims claims, IssuerKeys keys, double now) {
        String name = claims.text(ISSUER);
        boolean isIssuer = config.issuersAllowed().isEmpty() ? keys.name().equals(name) : isAllowed(name);
        return isIssuer ? untimely(claims, true, now) : "invalid iss";
    }

    /** Of one that the issuer has vouched for by its answer. */
    String wrong(Claims claims, double now) {
        String name = claims.text(ISSUER);
        boolean isForeign = name != null && !config.issuersAllowed().isEmpty() && !isAllowed(name);
        return isForeign ? "invalid iss" : untimely(claims, false, now);
    }

    private boolean isAllowed(String issuer) {
        return issuer != null && config.issuersAllowed().contains(issuer);
    }

    private String untimely(Claims claims, boolean mustExpire, double now) {
        JsonNode expiry = claims.root().path("exp");
        boolean isEndless = !mustExpire && expiry.isMissingNode();
        if (!isEndless && (!expiry.isNumber() || expiry.doubleValue() + config.leeway() <= now)) {
            return "expired";
        }
        JsonNode beginning = claims.root().path("nbf");
        boolean isEarly = !beginning.isMissingNode()
                && (!beginning.isNumber() || beginning.doubleValue() - config.leeway() > now);
        return isEarly ? "not valid yet" : null;
    }

    String missing(Claims claims) {
        if (config.claimsForbidden().stream().anyMatch(name -> claims.root().has(name))) {
            return "a claim is forbidden";
        }
        if (!claims.meet(config.scopesClaim(), config.scopesRequired())) {
            return "scope";
        }
        if (!claims.meet(config.audienceClaim(), config.audienceRequired())) {
            return "audience";
        }
        if (!claims.meet(config.groupsClaim(), config.groupsRequired())) {
            return "groups";
        }
        return claims.meet(config.rolesClaim(), config.rolesRequired()) ? null : "roles";
    }
}
