package io.gatehouse.gateway.plugin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells by its name what must never be written down: a header or an argument that carries a credential. */
public final class SecretNames {

    /** What stands where a secret was; the same word as Kong's. */
    public static final String REDACTED = "REDACTED";

    /** Names of a request that only its plugins know to carry credentials, in lower case. */
    public static final Exchange.Slot<Set<String>> OWN = new Exchange.Slot<>();

    private static final Set<String> EXACT = Set.of(
            "authorization",
            "proxy-authorization",
            "cookie",
            "set-cookie",
            "set-cookie2",
            "key",
            "jwt",
            "assertion",
            "client_assertion",
            "code",
            "code_verifier",
            "sig",
            "signature",
            "auth",
            "x-amz-signature",
            "x-amz-credential",
            "x-goog-signature");

    private static final List<String> WITHIN =
            List.of("token", "secret", "password", "passwd", "apikey", "api-key", "api_key", "session", "auth-key");

    private SecretNames() {}

    /** Those of these names that nobody would take for secrets, in lower case: what {@link #tell} is for. */
    @SafeVarargs
    public static Set<String> unusual(List<String>... names) {
        return Stream.of(names)
                .flatMap(List::stream)
                .filter(name -> !isSecret(name))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whoever writes this request down must keep these to themselves, too. */
    public static void tell(Exchange exchange, Set<String> names) {
        if (names.isEmpty()) return;
        Set<String> known = exchange.attachment(OWN);
        if (known == null) {
            exchange.attach(OWN, names);
        } else if (!known.containsAll(names)) {
            Set<String> all = new HashSet<>(known);
            all.addAll(names);
            exchange.attach(OWN, all);
        }
    }

    /** Whatever a name is written like: a secret too many that is left out does less harm than one that is shown. */
    public static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return EXACT.contains(lower) || WITHIN.stream().anyMatch(lower::contains);
    }

    /** Whether it is one, for this request. */
    public static boolean isSecret(String name, Set<String> own) {
        return isSecret(name) || own != null && own.contains(name.toLowerCase(Locale.ROOT));
    }

    /**
     * A raw query without the values of secret arguments.
     *
     * @param own null for none
     */
    public static String redactQuery(String query, Set<String> own) {
        StringBuilder kept = new StringBuilder(query.length());
        for (String argument : query.split("&", -1)) {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (!kept.isEmpty()) kept.append('&');
            if (equals >= 0 && isSecret(decoded(name), own))
                kept.append(name).append('=').append(REDACTED);
            else kept.append(argument);
        }
        return kept.toString();
    }

    /** An address, such as a referrer, without the secrets in its query. */
    public static String redactUri(String uri, Set<String> own) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query + 1) + redactQuery(uri.substring(query + 1), own);
    }

    /** As a server reads it; what it cannot read stays as it is. */
    public static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return name;
        }
    }
}
