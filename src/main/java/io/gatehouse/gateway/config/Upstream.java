package io.gatehouse.gateway.config;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Several targets that serve the same: a service whose host is the name of an upstream is served by its targets in turn.
 *
 * @param algorithm follows from {@code hashOn}, unless it is {@code least-connections} or {@code latency}
 * @param hashOn what of a call decides its target; {@code hashFallback} where a call lacks it
 * @param slots kept for the tools that set it; hashing here needs no ring of a fixed size
 * @param useSrvName whether the names of its targets are asked for SRV records, and targets are told as Host what stands there
 * @param clientCertificate what the gateway shows of itself to targets that ask, for services that have none of their own
 * @param slowStart seconds in which a target that is added or comes back gets its share of calls little by little; 0 for at once
 * @param hostHeader what targets are told as Host; null for their own name
 */
public record Upstream(
        UUID id,
        String name,
        String algorithm,
        String hashOn,
        String hashFallback,
        String hashOnHeader,
        String hashFallbackHeader,
        String hashOnCookie,
        String hashOnCookiePath,
        String hashOnQueryArg,
        String hashFallbackQueryArg,
        String hashOnUriCapture,
        String hashFallbackUriCapture,
        Integer slots,
        Healthchecks healthchecks,
        String hostHeader,
        Ref clientCertificate,
        Boolean useSrvName,
        Number slowStart,
        List<String> tags,
        Long createdAt,
        Long updatedAt)
        implements ConfigRules {

    public static final String ROUND_ROBIN = "round-robin";
    public static final String LEAST_CONNECTIONS = "least-connections";
    public static final String LATENCY = "latency";
    public static final String CONSISTENT_HASHING = "consistent-hashing";
    public static final String NONE = "none";

    private static final int LONGEST_SLOW_START = 3_600;
    private static final String COOKIE = "cookie";
    private static final List<String> ALGORITHMS = List.of(CONSISTENT_HASHING, LATENCY, LEAST_CONNECTIONS, ROUND_ROBIN);
    private static final Set<String> WITHOUT_HASHING = Set.of(LATENCY, LEAST_CONNECTIONS);
    private static final List<String> INPUTS =
            List.of(NONE, "consumer", "ip", "header", COOKIE, "path", "query_arg", "uri_capture");

    public Upstream {
        boolean byLoad = algorithm != null && WITHOUT_HASHING.contains(algorithm);
        hashOn = hashOn == null || byLoad ? NONE : hashOn;
        if (algorithm == null || ALGORITHMS.contains(algorithm) && !byLoad) {
            algorithm = hashOn.equals(NONE) ? ROUND_ROBIN : CONSISTENT_HASHING;
        }
        hashFallback = hashFallback == null ? NONE : hashFallback;
        hashOnCookiePath = hashOnCookiePath == null ? "/" : hashOnCookiePath;
        slots = slots == null ? Integer.valueOf(10_000) : slots;
        healthchecks = healthchecks == null ? new Healthchecks(null, null, null) : healthchecks;
        useSrvName = useSrvName == null ? Boolean.FALSE : useSrvName;
        slowStart = slowStart == null ? Integer.valueOf(0) : slowStart;
    }

    @Override
    public void check(BiConsumer<String, String> broken) {
        Rules rules = new Rules(broken);
        rules.required("name", name);
        if (name != null && !name.isEmpty() && !Target.isName(name)) {
            broken.accept("name", "Invalid name ('" + name + "'); must be a hostname");
        }
        rules.oneOf("algorithm", algorithm, ALGORITHMS);
        rules.oneOf("hash_on", hashOn, INPUTS);
        rules.oneOf("hash_fallback", hashFallback, INPUTS);
        checkInputs(rules, broken);
        if (!hashOnCookiePath.matches("/[\\x21-\\x7e&&[^;,]]*")) {
            broken.accept("hash_on_cookie_path", "should start with: / and have no spaces, ';' or ','");
        }
        rules.between("slots", slots, 10, 65_536);
        healthchecks.check(rules);
        String hostProblem = hostHeader == null ? null : Target.problemOf(hostHeader);
        if (hostProblem != null) {
            broken.accept("host_header", hostProblem);
        }
        rules.between("slow_start", slowStart, 0, LONGEST_SLOW_START);
        if (slowStart.doubleValue() > 0 && algorithm.equals(CONSISTENT_HASHING)) {
            broken.accept("slow_start", "value must be 0 when algorithm is consistent-hashing");
        }
        rules.tags(tags);
    }

    /** One that is not configured, with everything as it is usual. */
    public static Upstream of(String name) {
        return new Upstream(
                null, name, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null);
    }

    private void checkInputs(Rules rules, BiConsumer<String, String> broken) {
        checkCompanions(rules, hashOn, "hash_on", hashOnHeader, hashOnQueryArg, hashOnUriCapture);
        checkCompanions(
                rules, hashFallback, "hash_fallback", hashFallbackHeader, hashFallbackQueryArg, hashFallbackUriCapture);
        rules.token("hash_on_cookie", hashOnCookie);
        if (hashFallback.equals(NONE)) {
            return;
        }
        if (hashOn.equals(NONE) || hashOn.equals(COOKIE)) {
            broken.accept("hash_fallback", "value must be none when hash_on is " + hashOn);
        } else if (hashFallback.equals(hashOn) && input(hashOn, false).equals(input(hashFallback, true))) {
            broken.accept("hash_fallback", "must be something else than hash_on");
        }
    }

    private void checkCompanions(
            Rules rules, String input, String field, String header, String queryArg, String uriCapture) {
        switch (input) {
            case "header" -> rules.required(field + "_header", header);
            case "query_arg" -> rules.required(field + "_query_arg", queryArg);
            case "uri_capture" -> rules.required(field + "_uri_capture", uriCapture);
            case COOKIE -> rules.required("hash_on_cookie", hashOnCookie);
            default -> {}
        }
    }

    /** Which header, argument and so on; empty where the input needs no name. */
    public String input(String input, boolean isFallback) {
        String name = switch (input) {
            case "header" -> isFallback ? hashFallbackHeader : hashOnHeader;
            case "query_arg" -> isFallback ? hashFallbackQueryArg : hashOnQueryArg;
            case "uri_capture" -> isFallback ? hashFallbackUriCapture : hashOnUriCapture;
            case COOKIE -> hashOnCookie;
            default -> "";
        };
        return name == null ? "" : name;
    }
}
