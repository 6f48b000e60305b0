package io.gatehouse.cli;

import static io.gatehouse.cli.Severity.ERROR;
import static io.gatehouse.cli.Severity.WARNING;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.cli.LintRule.Report;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.config.Service;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Every rule there is, and those that are a few lines. */
final class LintRules {
    private static final String EVERYWHERE = "*";
    private static final Set<String> LIMITING =
            Set.of("rate-limiting", "rate-limiting-advanced", "response-ratelimiting", "ai-rate-limiting-advanced");

    static final List<LintRule> ALL = List.of(
            new LintRule("open-route", WARNING, "a route that anybody may call", AccessRules::openRoutes),
            new LintRule("shadowed-route", ERROR, "a route that no call ever takes", new ShadowedRoutes()),
            new LintRule("empty-service", WARNING, "a service that no route leads to", LintRules::emptyServices),
            new LintRule("empty-upstream", ERROR, "a service whose upstream has no target", LintRules::emptyUpstreams),
            new LintRule("unused-group", WARNING, "a consumer group that changes nothing", LintRules::unusedGroups),
            new LintRule("disabled-plugin", WARNING, "a plugin that is off", LintRules::disabledPlugins),
            new LintRule(
                    "plain-upstream",
                    WARNING,
                    "credentials of callers that go on to an upstream by plain http",
                    AccessRules::plainUpstreams),
            new LintRule(
                    "unverified-upstream",
                    WARNING,
                    "an upstream by https whose certificate is not looked at",
                    LintRules::unverifiedUpstreams),
            new LintRule("wildcard-cors", ERROR, "cookies for pages of every origin", LintRules::wildcardCors),
            new LintRule(
                    "local-limit",
                    WARNING,
                    "a limit that each of several nodes allows again (with --nodes)",
                    LintRules::localLimits),
            new LintRule("weak-secret", ERROR, "a secret or key that can be guessed", AccessRules::weakSecrets));

    private LintRules() {}

    private static void emptyServices(Overview all, Report found) {
        Set<UUID> reached = all.all(Kind.ROUTES)
                .filter(route -> route.service() != null)
                .map(route -> route.service().id())
                .collect(Collectors.toSet());
        all.all(Kind.SERVICES)
                .filter(service -> service.enabled() && !reached.contains(service.id()))
                .forEach(service -> found.add(service.id(), null, "no route leads to it: give it one, or take it out"));
    }

    private static void emptyUpstreams(Overview all, Report found) {
        Set<UUID> served = all.all(Kind.TARGETS)
                .filter(target -> target.weight() > 0)
                .map(target -> target.upstream().id())
                .collect(Collectors.toSet());
        Set<String> hosts = all.all(Kind.SERVICES)
                .filter(Service::enabled)
                .map(Service::host)
                .collect(Collectors.toSet());
        all.all(Kind.UPSTREAMS)
                .filter(upstream -> hosts.contains(upstream.name()) && !served.contains(upstream.id()))
                .forEach(upstream -> found.add(
                        upstream.id(),
                        "targets",
                        "it has no target with a weight, so that every call is answered 503: add one"));
    }

    private static void unusedGroups(Overview all, Report found) {
        boolean isAskedFor = all.all(Kind.PLUGINS)
                .anyMatch(plugin ->
                        plugin.config().path("include_consumer_groups").asBoolean());
        Set<UUID> named = all.all(Kind.PLUGINS)
                .filter(plugin -> plugin.consumerGroup() != null)
                .map(plugin -> plugin.consumerGroup().id())
                .collect(Collectors.toSet());
        all.all(Kind.CONSUMER_GROUPS)
                .filter(group -> !isAskedFor && !named.contains(group.id()))
                .forEach(
                        group -> found.add(
                                group.id(),
                                null,
                                "no plugin is for this group, so that it makes no difference to be in it: give it one, such as a limit, or take it out"));
    }

    private static void disabledPlugins(Overview all, Report found) {
        all.all(Kind.PLUGINS).filter(plugin -> !plugin.enabled()).forEach(plugin -> {
            String loss = AccessRules.isAuthentication(plugin.name()) ? ", and asks nobody who calls" : "";
            found.add(
                    plugin.id(),
                    "enabled",
                    plugin.name() + " is off" + loss + ": switch it on, or take it out so that nobody relies on it");
        });
    }

    private static void unverifiedUpstreams(Overview all, Report found) {
        all.all(Kind.SERVICES)
                .filter(service -> service.isSecure() && Boolean.FALSE.equals(service.tlsVerify()))
                .forEach(
                        service -> found.add(
                                service.id(),
                                "tls_verify",
                                "whoever stands between can read and change everything: name its authority in ca_certificates and leave tls_verify on"));
    }

    private static void wildcardCors(Overview all, Report found) {
        all.all(Kind.PLUGINS)
                .filter(plugin -> plugin.enabled() && plugin.name().equals("cors"))
                .filter(plugin -> plugin.config().path("credentials").asBoolean() && allowsAll(plugin))
                .forEach(
                        plugin -> found.add(
                                plugin.id(),
                                "config.origins",
                                "any page may call with the cookies of whoever looks at it: list the origins that may, or set credentials to false"));
    }

    private static boolean allowsAll(PluginConfig cors) {
        JsonNode origins = cors.config().path("origins");
        for (JsonNode origin : origins) if (origin.asText().equals(EVERYWHERE)) return true;
        return origins.isEmpty();
    }

    private static void localLimits(Overview all, Report found) {
        if (all.nodes() < 2) return;
        all.all(Kind.PLUGINS)
                .filter(plugin -> plugin.enabled() && LIMITING.contains(plugin.name()))
                .forEach(plugin -> {
                    String field = plugin.config().has("policy") ? "policy" : "strategy";
                    if (!plugin.config().path(field).asText().equals("local")) return;
                    found.add(
                            plugin.id(),
                            "config." + field,
                            "each of " + all.nodes() + " nodes allows the whole limit: count in Redis ("
                                    + (field.equals("policy") ? "“shared” or “redis”" : "“redis”") + ")");
                });
    }
}
