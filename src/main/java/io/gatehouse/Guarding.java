package io.gatehouse;

import io.gatehouse.gateway.document.Conversion;
import java.util.Set;
import java.util.regex.Pattern;

/** What it means for the safety of an API to lose a plugin that Gatehouse does not have. */
enum Guarding {
    SURELY {
        @Override
        String told(Conversion.Dropped dropped) {
            return "WARNING: " + place(dropped)
                    + ", which decides who may call: WITHOUT IT THE API IS OPEN to whom it kept out";
        }
    },
    PERHAPS {
        @Override
        String told(Conversion.Dropped dropped) {
            return "WARNING: " + place(dropped) + ": if it refuses calls, the API is now open to those";
        }
    },
    HARDLY {
        @Override
        String told(Conversion.Dropped dropped) {
            return place(dropped);
        }
    };

    private static final Pattern AUTHENTICATION =
            Pattern.compile(".*(auth|oidc|openid|saml|jwt|jwe|token|introspect|acl|mtls|cert|tls-).*");
    private static final Set<String> DECIDING =
            Set.of("opa", "session", "pre-function", "post-function", "ip-restriction-advanced", "upstream-oauth");

    /** Kong's own that pass each call on, or answer it, whoever makes it. */
    private static final Set<String> PASSING = Set.of(
            "aws-lambda",
            "azure-functions",
            "canary",
            "confluent",
            "datadog",
            "degraphql",
            "exit-transformer",
            "graphql-proxy-cache-advanced",
            "grpc-gateway",
            "grpc-web",
            "jq",
            "kafka-log",
            "kafka-upstream",
            "loggly",
            "mocking",
            "openwhisk",
            "proxy-cache-advanced",
            "request-transformer-advanced",
            "response-transformer-advanced",
            "route-by-header",
            "statsd",
            "statsd-advanced",
            "tls-metadata-headers",
            "upstream-timeout",
            "zipkin");

    abstract String told(Conversion.Dropped dropped);

    static Guarding of(String plugin) {
        if (PASSING.contains(plugin)) return HARDLY;
        boolean isDeciding =
                DECIDING.contains(plugin) || AUTHENTICATION.matcher(plugin).matches();
        return isDeciding ? SURELY : PERHAPS;
    }

    private static String place(Conversion.Dropped dropped) {
        return dropped.path() + ": left out the plugin '" + dropped.name() + "'";
    }
}
