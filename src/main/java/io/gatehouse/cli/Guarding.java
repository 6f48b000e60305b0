package io.gatehouse.cli;

import io.gatehouse.gateway.document.Conversion;
import java.util.Set;
import java.util.regex.Pattern;

/** What it means for the safety of an API to lose a plugin, or a part of one. */
enum Guarding {
    SURELY,
    PERHAPS,
    HARDLY;

    private static final Pattern AUTHENTICATION =
            Pattern.compile(".*(auth|oidc|openid|saml|jwt|jwe|token|introspect|acl|mtls|cert|tls-).*");
    private static final Set<String> DECIDING =
            Set.of("opa", "session", "pre-function", "post-function", "ip-restriction-advanced", "upstream-oauth");

    /** Of Kong, that pass each call on, or answer it, whoever makes it. */
    private static final Set<String> PASSING = Set.of(
            "aws-lambda",
            "azure-functions",
            "canary",
            "confluent",
            "correlation-id",
            "cors",
            "datadog",
            "degraphql",
            "exit-transformer",
            "file-log",
            "graphql-proxy-cache-advanced",
            "grpc-gateway",
            "grpc-web",
            "http-log",
            "jq",
            "kafka-log",
            "kafka-upstream",
            "loggly",
            "mocking",
            "opentelemetry",
            "openwhisk",
            "prometheus",
            "proxy-cache",
            "proxy-cache-advanced",
            "request-transformer",
            "request-transformer-advanced",
            "response-transformer",
            "response-transformer-advanced",
            "route-by-header",
            "statsd",
            "statsd-advanced",
            "syslog",
            "tcp-log",
            "tls-metadata-headers",
            "udp-log",
            "upstream-timeout",
            "zipkin");

    /** For people who must know what they lose. */
    static String told(Conversion.Dropped dropped) {
        String place = dropped.path() + ": left out ";
        if (dropped.plugin() == null) return place + whole(dropped) + reason(dropped);
        String reason = dropped.reason().contains("is not one of this gateway's") ? "" : reason(dropped);
        String plugin = "the plugin '" + dropped.plugin() + "'";
        Guarding guarding = of(dropped.plugin());
        if (dropped.field() != null) {
            String told = place + dropped.field() + " of " + plugin + reason;
            return guarding == HARDLY ? told : "WARNING: " + told + ": see that it still refuses whom it should";
        }
        return switch (guarding) {
            case SURELY ->
                "WARNING: " + place + plugin + reason
                        + ", which decides who may call: WITHOUT IT THE API IS OPEN to whom it kept out";
            case PERHAPS ->
                "WARNING: " + place + plugin + reason + ": if it refuses calls, the API is now open to those";
            case HARDLY -> place + plugin + reason;
        };
    }

    /** Without the names of all that there is. */
    private static String reason(Conversion.Dropped dropped) {
        return " (" + dropped.reason().replaceFirst("; known are: .*", "") + ")";
    }

    private static String whole(Conversion.Dropped dropped) {
        if (dropped.field() != null) return dropped.field();
        return dropped.name().isEmpty()
                ? "all of it"
                : "'" + dropped.name() + "'"
                        + (dropped.path().equals(dropped.name()) ? "" : ", with all that is in it");
    }

    static Guarding of(String plugin) {
        if (PASSING.contains(plugin)) return HARDLY;
        boolean isDeciding =
                DECIDING.contains(plugin) || AUTHENTICATION.matcher(plugin).matches();
        return isDeciding ? SURELY : PERHAPS;
    }
}
