package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.issuer.BearerTokens.Place;
import io.gatehouse.gateway.issuer.Introspection;
import io.gatehouse.gateway.issuer.Issuer;
import io.gatehouse.gateway.issuer.Issuers;
import io.gatehouse.gateway.log.HttpSink;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import io.gatehouse.gateway.plugin.Secret;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** Asks every caller for a token of an OpenID Connect issuer. */
public final class OpenidConnect extends NamedPlugin<OpenidConnect.Config> {

    private static final int PRIORITY = 1050;
    private static final String BEARER = "bearer";
    private static final String INTROSPECTION = "introspection";
    private static final List<String> AVAILABLE = List.of(BEARER, INTROSPECTION);

    private final Issuers issuers = new Issuers();

    /** How a client's secret is sent. */
    public enum ClientAuth {
        @JsonProperty("client_secret_basic")
        CLIENT_SECRET_BASIC,
        @JsonProperty("client_secret_post")
        CLIENT_SECRET_POST
    }

    /** What a consumer is found by. */
    public enum ConsumerBy {
        @JsonProperty("id")
        ID,
        @JsonProperty("username")
        USERNAME,
        @JsonProperty("custom_id")
        CUSTOM_ID
    }

    @Doc(
            "Lets only requests through that carry a signed token (a JWT) of an OpenID Connect issuer. Its keys are read from the issuer"
                    + " and read again when a token names one that is not known. The token must be signed with RS, PS or ES 256 to 512 or"
                    + " EdDSA, and must say when it expires.")
    public record Config(
            @Doc("Address of the issuer; its discovery document is at <issuer>/.well-known/openid-configuration.")
            @NotBlank
            String issuer,

            @Doc(
                    "Ways to say who calls: “bearer” for signed tokens, and “introspection” for tokens that the issuer is asked about as the client of"
                            + " client_id.")
            List<@NotBlank String> authMethods,

            @Doc(
                    "Where the token may stand: in the header Authorization, Access-Token or X-Access-Token, or in the argument access_token of"
                            + " the query string or of a form.")
            List<@NotNull Place> bearerTokenParamType,

            @Doc("The gateway’s own id at the issuer, for introspection; of several the first.")
            List<@NotBlank String> clientId,

            @Doc("The secret of that client.") @Secret List<@NotBlank String> clientSecret,

            @Doc("How the issuer gets the secret; of several the first.") @NotEmpty
            List<@NotNull ClientAuth> clientAuth,

            @Doc("Where the issuer is asked about tokens; without it where the discovery document says.")
            String introspectionEndpoint,

            @Doc("Also asks about signed tokens.") Boolean introspectJwtTokens,

            @Doc("Keeps what the issuer has said of a token, for cache_ttl at most.")
            Boolean cacheIntrospection,

            @Doc("Issuers that a token may name; without it the one that the discovery document names.")
            List<@NotBlank String> issuersAllowed,

            @Doc("Seconds by which clocks may differ.") @PositiveOrZero
            Long leeway,

            @Doc("Seconds for which the issuer’s keys are kept.") @Positive
            Long cacheTtl,

            @Doc("Fewest seconds between two readings of the keys for tokens with unknown ones.") @Positive
            Long rediscoveryLifetime,

            @Doc("Milliseconds that the issuer may take to answer.") @Min(1)
            Integer timeout,

            @Doc("Path of the claim with the scopes.") List<@NotBlank String> scopesClaim,

            @Doc("Scopes to ask for. One entry is enough; all words of it must be there.")
            List<@NotBlank String> scopesRequired,

            @Doc("Path of the claim with the audience.") List<@NotBlank String> audienceClaim,
            @Doc("Audiences to ask for, as with scopes.") List<@NotBlank String> audienceRequired,
            @Doc("Path of the claim with the groups.") List<@NotBlank String> groupsClaim,
            @Doc("Groups to ask for, as with scopes.") List<@NotBlank String> groupsRequired,
            @Doc("Path of the claim with the roles.") List<@NotBlank String> rolesClaim,
            @Doc("Roles to ask for, as with scopes.") List<@NotBlank String> rolesRequired,
            @Doc("Claims that a token must not have.") List<@NotBlank String> claimsForbidden,

            @Doc("Path of the claim that names the consumer; without it no consumer is looked for.")
            List<@NotBlank String> consumerClaim,

            @Doc("What the consumer is found by, in this order.")
            List<@NotNull ConsumerBy> consumerBy,

            @Doc("Lets a request through whose token leads to no consumer.")
            Boolean consumerOptional,

            @Doc("Path of the claim that stands for the credential, as in limits without a consumer.")
            List<@NotBlank String> credentialClaim,

            @Doc("Path of the claim with the groups that the plugin acl goes by where there is no consumer.")
            List<@NotBlank String> authenticatedGroupsClaim,

            @Doc(
                    "Header in which the upstream gets the token: “name” or “name:bearer”. “authorization:bearer” unless the credentials are"
                            + " hidden.")
            @Pattern(
                    regexp = "[!#$%&'*+.^_`|~0-9A-Za-z-]+(:bearer)?",
                    message = "should have the form name or name:bearer")
            String upstreamAccessTokenHeader,

            @Doc("Claims that the upstream gets in headers.")
            List<@NotBlank String> upstreamHeadersClaims,

            @Doc("Names of these headers, in the same order.")
            List<@NotBlank String> upstreamHeadersNames,

            @Doc("Claims that the client gets in headers.") List<@NotBlank String> downstreamHeadersClaims,

            @Doc("Names of these headers, in the same order.")
            List<@NotBlank String> downstreamHeadersNames,

            @Doc("Keeps the token from the upstream.") Boolean hideCredentials,

            @Doc("Username or id of the consumer that stands for everybody else; without it they are refused.")
            String anonymous,

            @Doc("Also asks OPTIONS requests for a token; browsers send their preflights without one.")
            Boolean runOnPreflight,

            @Doc("What a caller is told who has no good token.") @NotBlank
            String unauthorizedErrorMessage,

            @Doc("What a caller is told whose token is good but not enough.") @NotBlank
            String forbiddenErrorMessage,

            @Doc("Also tells the caller what is wrong with the token, in the header WWW-Authenticate.")
            Boolean displayErrors)
            implements ConfigRules {

        public Config {
            authMethods = authMethods == null ? AVAILABLE : List.copyOf(authMethods);
            bearerTokenParamType = bearerTokenParamType == null ? List.of(Place.values()) : bearerTokenParamType;
            clientId = or(clientId);
            clientSecret = or(clientSecret);
            clientAuth = clientAuth == null ? List.of(ClientAuth.CLIENT_SECRET_BASIC) : clientAuth;
            introspectJwtTokens = introspectJwtTokens == null ? Boolean.FALSE : introspectJwtTokens;
            cacheIntrospection = cacheIntrospection == null ? Boolean.TRUE : cacheIntrospection;
            issuersAllowed = or(issuersAllowed);
            leeway = leeway == null ? Long.valueOf(0) : leeway;
            cacheTtl = cacheTtl == null ? Long.valueOf(3600) : cacheTtl;
            rediscoveryLifetime = rediscoveryLifetime == null ? Long.valueOf(30) : rediscoveryLifetime;
            timeout = timeout == null ? Integer.valueOf(10_000) : timeout;
            scopesClaim = or(scopesClaim, "scope");
            scopesRequired = or(scopesRequired);
            audienceClaim = or(audienceClaim, "aud");
            audienceRequired = or(audienceRequired);
            groupsClaim = or(groupsClaim, "groups");
            groupsRequired = or(groupsRequired);
            rolesClaim = or(rolesClaim, "roles");
            rolesRequired = or(rolesRequired);
            claimsForbidden = or(claimsForbidden);
            consumerClaim = or(consumerClaim);
            consumerBy = consumerBy == null ? List.of(ConsumerBy.CUSTOM_ID, ConsumerBy.USERNAME) : consumerBy;
            consumerOptional = consumerOptional == null ? Boolean.FALSE : consumerOptional;
            credentialClaim = or(credentialClaim, "sub");
            authenticatedGroupsClaim = or(authenticatedGroupsClaim);
            upstreamHeadersClaims = or(upstreamHeadersClaims);
            upstreamHeadersNames = or(upstreamHeadersNames);
            downstreamHeadersClaims = or(downstreamHeadersClaims);
            downstreamHeadersNames = or(downstreamHeadersNames);
            hideCredentials = hideCredentials == null ? Boolean.FALSE : hideCredentials;
            runOnPreflight = runOnPreflight == null ? Boolean.TRUE : runOnPreflight;
            unauthorizedErrorMessage = unauthorizedErrorMessage == null ? "Unauthorized" : unauthorizedErrorMessage;
            forbiddenErrorMessage = forbiddenErrorMessage == null ? "Forbidden" : forbiddenErrorMessage;
            displayErrors = displayErrors == null ? Boolean.FALSE : displayErrors;
        }

        private static List<String> or(List<String> given, String... otherwise) {
            return List.copyOf(given == null ? List.of(otherwise) : given);
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            if (issuer != null && !HttpSink.isAddress(issuer)) {
                broken.accept("issuer", "expected an address that begins with http:// or https://");
            }
            if (authMethods.isEmpty()) {
                broken.accept("auth_methods", "expected at least one of: bearer, introspection");
            }
            for (int i = 0; i < authMethods.size(); i++) {
                if (!AVAILABLE.contains(authMethods.get(i))) {
                    broken.accept(
                            "auth_methods." + (i + 1),
                            "'" + authMethods.get(i) + "' is not available; expected one of: bearer, introspection");
                }
            }
            if (clientId.size() != clientSecret.size()) {
                broken.accept("client_secret", "expected as many as client_id has entries");
            }
            if (!authMethods.contains(BEARER) && clientId.isEmpty()) {
                broken.accept("client_id", "is needed for introspection");
            }
            if (introspectionEndpoint != null && !HttpSink.isAddress(introspectionEndpoint)) {
                broken.accept("introspection_endpoint", "expected an address that begins with http:// or https://");
            }
            checkHeaders("upstream", upstreamHeadersClaims, upstreamHeadersNames, broken);
            checkHeaders("downstream", downstreamHeadersClaims, downstreamHeadersNames, broken);
        }

        private static void checkHeaders(
                String side, List<String> claims, List<String> names, BiConsumer<String, String> broken) {
            if (claims.size() != names.size()) {
                broken.accept(
                        side + "_headers_names", "expected as many names as " + side + "_headers_claims has claims");
            }
            for (int i = 0; i < names.size(); i++) {
                if (!names.get(i).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")
                        || names.get(i)
                                .matches("(?i)host|connection|content-length|transfer-encoding|upgrade|trailer")) {
                    broken.accept(side + "_headers_names." + (i + 1), "'" + names.get(i) + "' cannot be set here");
                }
            }
        }
    }

    public OpenidConnect() {
        super("openid-connect", PRIORITY, Config.class);
    }

    @Override
    public boolean canBeScopedToConsumers() {
        return false;
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        Issuer issuer = issuers.of(new Issuer.Source(
                config.issuer(), config.cacheTtl(), config.rediscoveryLifetime(), Duration.ofMillis(config.timeout())));
        return new OpenidFilter(config, scope, issuer, introspection(config, issuer));
    }

    private static Introspection introspection(Config config, Issuer issuer) {
        if (config.clientId().isEmpty() || !config.authMethods().contains(INTROSPECTION)) {
            return null;
        }
        boolean isInForm = config.clientAuth().get(0) == ClientAuth.CLIENT_SECRET_POST;
        return new Introspection(
                issuer,
                new Introspection.Client(
                        config.clientId().get(0), config.clientSecret().get(0), isInForm),
                config.introspectionEndpoint() == null ? null : URI.create(config.introspectionEndpoint()),
                config.cacheIntrospection() ? config.cacheTtl() : 0);
    }
}
