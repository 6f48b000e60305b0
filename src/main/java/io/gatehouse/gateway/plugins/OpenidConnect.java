package io.gatehouse.gateway.plugins;

import static io.gatehouse.gateway.openid.OpenidMethods.CLIENT_CREDENTIALS;
import static io.gatehouse.gateway.openid.OpenidMethods.INTROSPECTION;

import io.gatehouse.gateway.issuer.Client;
import io.gatehouse.gateway.issuer.Introspection;
import io.gatehouse.gateway.issuer.Issuer;
import io.gatehouse.gateway.issuer.Shared;
import io.gatehouse.gateway.issuer.TokenEndpoint;
import io.gatehouse.gateway.openid.OpenidConfig;
import io.gatehouse.gateway.openid.OpenidFilter;
import io.gatehouse.gateway.openid.OpenidMethods;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Asks every caller for a token of an OpenID Connect issuer, or for what the issuer gives one for. */
public final class OpenidConnect extends NamedPlugin<OpenidConfig> {

    private static final System.Logger LOG = System.getLogger(OpenidConnect.class.getName());
    private static final int PRIORITY = 1050;

    private final Shared<Issuer.Source, Issuer> issuers = new Shared<>(Issuer::new);
    private final Shared<Introspection.Source, Introspection> introspections = new Shared<>(Introspection::new);
    private final Shared<TokenEndpoint.Source, TokenEndpoint> endpoints = new Shared<>(TokenEndpoint::new);

    /** Whoever was told once is not told again with each change of the configuration. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    public OpenidConnect() {
        super("openid-connect", PRIORITY, OpenidConfig.class);
    }

    @Override
    public boolean canBeScopedToConsumers() {
        return false;
    }

    @Override
    public Filter bind(OpenidConfig config, Scope scope) {
        if (OpenidMethods.areAllOfKong(config.authMethods()) && told.add(config.issuer())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "openid-connect for {0} asks for all methods of Kong; callers are let in by these only: {1}",
                    config.issuer(),
                    String.join(", ", OpenidMethods.AVAILABLE));
        }
        Issuer issuer = issuers.of(new Issuer.Source(
                config.issuer(), config.cacheTtl(), config.rediscoveryLifetime(), Duration.ofMillis(config.timeout())));
        return new OpenidFilter(
                config,
                scope,
                new OpenidFilter.Sources(issuer, introspection(config, issuer), endpoint(config, issuer)));
    }

    private Introspection introspection(OpenidConfig config, Issuer issuer) {
        if (config.clientId().isEmpty() || !config.takes(INTROSPECTION)) {
            return null;
        }
        Client gateway = new Client(
                config.clientId().get(0),
                config.clientSecret().get(0),
                config.clientAuth().get(0));
        return introspections.of(new Introspection.Source(
                issuer,
                gateway,
                address(config.introspectionEndpoint()),
                config.cacheIntrospection() ? config.cacheTtl() : 0));
    }

    private TokenEndpoint endpoint(OpenidConfig config, Issuer issuer) {
        if (!config.takes(CLIENT_CREDENTIALS)) {
            return null;
        }
        Map<String, String> arguments = new LinkedHashMap<>();
        for (int i = 0; i < config.tokenPostArgsNames().size(); i++) {
            arguments.put(
                    config.tokenPostArgsNames().get(i),
                    config.tokenPostArgsValues().get(i));
        }
        return endpoints.of(new TokenEndpoint.Source(
                issuer,
                address(config.tokenEndpoint()),
                String.join(" ", config.scopes()),
                arguments,
                config.cacheTokens() ? config.cacheTtl() : 0));
    }

    private static URI address(String given) {
        return given == null ? null : URI.create(given);
    }
}
