package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.cli.LintRule.Report;
import io.gatehouse.gateway.config.HmacAuthCredential;
import io.gatehouse.gateway.config.JwtSecret;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Rules about who may call, and what becomes of what they show. */
final class AccessRules {
    /** Asks which groups somebody is in whom another plugin has to know first. */
    private static final String ACL = "acl";
    /** Answers everybody in the place of the service. */
    private static final String TERMINATION = "request-termination";

    private static final int LEAST_KEY = 16;
    private static final int LEAST_HMAC = 16;

    private AccessRules() {}

    /** Whether a plugin asks who calls, those of others included. */
    static boolean isAuthentication(String plugin) {
        return !plugin.equals(ACL) && Guarding.of(plugin) == Guarding.SURELY;
    }

    static void openRoutes(Overview all, Report found) {
        for (Route route : all.liveRoutes()) {
            Collection<PluginConfig> plugins = all.pluginsOf(route);
            boolean isAnswered =
                    plugins.stream().anyMatch(plugin -> plugin.name().equals(TERMINATION));
            if (route.service() == null || isAnswered) continue;
            List<PluginConfig> asking = plugins.stream()
                    .filter(plugin -> isAuthentication(plugin.name()))
                    .toList();
            if (asking.isEmpty())
                found.add(
                        route.id(),
                        null,
                        "no plugin asks who calls: switch one on, such as key-auth, for it, its service or everything");
            else if (asking.stream().allMatch(plugin -> plugin.config().hasNonNull("anonymous")))
                found.add(
                        route.id(),
                        null,
                        "whoever shows nothing passes as the anonymous consumer of "
                                + asking.get(0).name()
                                + ": take anonymous out, or refuse that consumer by another plugin");
        }
    }

    static void plainUpstreams(Overview all, Report found) {
        Map<UUID, Set<String>> hosts = new LinkedHashMap<>();
        for (Route route : all.liveRoutes()) {
            Service service = all.service(route.service());
            if (service == null || service.isSecure() || isHere(service.host())) continue;
            all.pluginsOf(route).stream()
                    .filter(plugin -> isAuthentication(plugin.name()) && passesOn(plugin))
                    .forEach(plugin -> hosts.computeIfAbsent(plugin.id(), first -> new TreeSet<>())
                            .add(service.host()));
        }
        hosts.forEach((plugin, to) -> found.add(
                plugin,
                "config.hide_credentials",
                "what callers show goes on to " + String.join(", ", to)
                        + " in the clear: set hide_credentials to true, or call the service by https"));
    }

    private static boolean passesOn(PluginConfig plugin) {
        JsonNode hides = plugin.config().path("hide_credentials");
        return hides.isBoolean() && !hides.asBoolean();
    }

    private static boolean isHere(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    static void weakSecrets(Overview all, Report found) {
        all.all(Kind.JWT_SECRETS).forEach(jwt -> weakJwt(jwt, found));
        all.all(Kind.HMACAUTH_CREDENTIALS).forEach(hmac -> weakHmac(hmac, found));
        all.all(Kind.KEYAUTH_CREDENTIALS).forEach(credential -> {
            String key = all.written(credential.id()).path("key").asText("");
            if (!key.isEmpty() && key.length() < LEAST_KEY)
                found.add(
                        credential.id(),
                        "key",
                        "a key of " + key.length() + " characters can be guessed: take a random one of " + LEAST_KEY
                                + " or more");
        });
    }

    /** A secret as long as what it makes, as RFC 7518, section 3.2 demands: one token is enough to try all shorter ones at leisure. */
    private static void weakJwt(JwtSecret jwt, Report found) {
        if (!JwtSecret.isShared(jwt.algorithm())) return;
        int least = Integer.parseInt(jwt.algorithm().substring(2)) / 8;
        int bytes = jwt.secret().getBytes(StandardCharsets.UTF_8).length;
        if (bytes < least)
            found.add(
                    jwt.id(),
                    "secret",
                    jwt.algorithm() + " needs a secret of " + least + " bytes, and this one has " + bytes
                            + ": whoever has one token can guess it. Take a random one");
    }

    private static void weakHmac(HmacAuthCredential hmac, Report found) {
        int bytes = hmac.secret().getBytes(StandardCharsets.UTF_8).length;
        if (bytes < LEAST_HMAC)
            found.add(
                    hmac.id(),
                    "secret",
                    "a secret of " + bytes + " bytes can be guessed from one signed call: take a random one of "
                            + LEAST_HMAC + " or more");
    }
}
