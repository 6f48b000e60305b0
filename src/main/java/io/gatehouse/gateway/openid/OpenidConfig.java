package io.gatehouse.gateway.openid;

import static java.util.Objects.requireNonNullElse;

import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.issuer.Client.Auth;
import io.gatehouse.gateway.issuer.Credentials.Place;
import io.gatehouse.gateway.log.HttpSink;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Secret;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;

/** How {@link OpenidConnect} is set up. */
@Doc(
        "Lets only requests through whose caller an OpenID Connect issuer vouches for: by a signed token (a JWT), by what it answers about"
                + " any other token, or by giving out a token for a client’s id and secret. The issuer’s keys are read from it and read again"
                + " when a token names one that is not known. A signed token must be signed with RS, PS or ES 256 to 512 or EdDSA, and must"
                + " say when it expires.")
public record OpenidConfig(
        @Doc("Address of the issuer; its discovery document is at <issuer>/.well-known/openid-configuration.") @NotBlank
        String issuer,

        @Doc(
                "Ways to say who calls: “bearer” for signed tokens, “introspection” for tokens that the issuer is asked about as the"
                        + " client of client_id, “client_credentials” for a client’s id and secret, which the gateway has the issuer"
                        + " exchange for a token. Kong’s whole list counts as these three; its other ways are refused if they are named"
                        + " in any other list.")
        List<@NotBlank String> authMethods,

        @Doc(
                "Where the token may stand: in the header Authorization, Access-Token or X-Access-Token, or in the argument access_token of"
                        + " the query string or of a form.")
        List<@NotNull Place> bearerTokenParamType,

        @Doc(
                "Where a client’s id and secret may stand: in the header Authorization (Basic), or in the arguments client_id and"
                        + " client_secret of the query string or of a form. The upstream never gets the secret.")
        List<@NotNull Place> clientCredentialsParamType,

        @Doc("The gateway’s own id at the issuer, for introspection; of several the first.")
        List<@NotBlank String> clientId,

        @Doc("The secret of that client.") @Secret List<@NotBlank String> clientSecret,

        @Doc("How the issuer gets the secret; of several the first.") @NotEmpty
        List<@NotNull Auth> clientAuth,

        @Doc("Where the issuer is asked about tokens; without it where the discovery document says.")
        String introspectionEndpoint,

        @Doc("Also asks about signed tokens.") Boolean introspectJwtTokens,

        @Doc("Keeps what the issuer has said of a token, for cache_ttl at most.")
        Boolean cacheIntrospection,

        @Doc("Where a client’s secret is exchanged; without it where the discovery document says.")
        String tokenEndpoint,

        @Doc("How the issuer gets a client’s secret there; without it as client_auth says.")
        Auth tokenEndpointAuthMethod,

        @Doc("Scopes to ask for there.") List<@NotBlank String> scopes,

        @Doc("More arguments to send there, such as audience.")
        List<@NotBlank String> tokenPostArgsNames,

        @Doc("Their values, in the same order.") List<String> tokenPostArgsValues,

        @Doc("Keeps a token that was given for a secret until shortly before it ends, for cache_ttl at most.")
        Boolean cacheTokens,

        @Doc("Issuers that a token may name; without it the one that the discovery document names.")
        List<@NotBlank String> issuersAllowed,

        @Doc("Seconds by which clocks may differ.") @PositiveOrZero
        Long leeway,

        @Doc("Seconds for which the issuer’s keys and answers are kept at most.") @Positive
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
        List<OpenidCaller.@NotNull By> consumerBy,

        @Doc("Lets a request through whose token leads to no consumer.")
        Boolean consumerOptional,

        @Doc("Path of the claim that stands for the credential, as in limits without a consumer.")
        List<@NotBlank String> credentialClaim,

        @Doc("Path of the claim with the groups that the plugin acl goes by where there is no consumer.")
        List<@NotBlank String> authenticatedGroupsClaim,

        @Doc(
                "Header in which the upstream gets the token: “name” or “name:bearer”. “authorization:bearer” unless the credentials are"
                        + " hidden.")
        @Pattern(regexp = "[!#$%&'*+.^_`|~0-9A-Za-z-]+(:bearer)?", message = "should have the form name or name:bearer")
        String upstreamAccessTokenHeader,

        @Doc("Claims that the upstream gets in headers.") List<@NotBlank String> upstreamHeadersClaims,

        @Doc("Names of these headers, in the same order.") List<@NotBlank String> upstreamHeadersNames,

        @Doc("Claims that the client gets in headers.") List<@NotBlank String> downstreamHeadersClaims,

        @Doc("Names of these headers, in the same order.") List<@NotBlank String> downstreamHeadersNames,

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

    public OpenidConfig {
        authMethods = or(authMethods, OpenidMethods.AVAILABLE);
        bearerTokenParamType = or(bearerTokenParamType, List.of(Place.values()));
        clientCredentialsParamType = or(clientCredentialsParamType, List.of(Place.values()));
        clientId = or(clientId, List.of());
        clientSecret = or(clientSecret, List.of());
        clientAuth = or(clientAuth, List.of(Auth.CLIENT_SECRET_BASIC));
        introspectJwtTokens = requireNonNullElse(introspectJwtTokens, false);
        cacheIntrospection = requireNonNullElse(cacheIntrospection, true);
        scopes = or(scopes, List.of("openid"));
        tokenPostArgsNames = or(tokenPostArgsNames, List.of());
        tokenPostArgsValues = or(tokenPostArgsValues, List.of());
        cacheTokens = requireNonNullElse(cacheTokens, true);
        issuersAllowed = or(issuersAllowed, List.of());
        leeway = requireNonNullElse(leeway, 0L);
        cacheTtl = requireNonNullElse(cacheTtl, 3600L);
        rediscoveryLifetime = requireNonNullElse(rediscoveryLifetime, 30L);
        timeout = requireNonNullElse(timeout, 10_000);
        scopesClaim = or(scopesClaim, List.of("scope"));
        scopesRequired = or(scopesRequired, List.of());
        audienceClaim = or(audienceClaim, List.of("aud"));
        audienceRequired = or(audienceRequired, List.of());
        groupsClaim = or(groupsClaim, List.of("groups"));
        groupsRequired = or(groupsRequired, List.of());
        rolesClaim = or(rolesClaim, List.of("roles"));
        rolesRequired = or(rolesRequired, List.of());
        claimsForbidden = or(claimsForbidden, List.of());
        consumerClaim = or(consumerClaim, List.of());
        consumerBy = or(consumerBy, List.of(OpenidCaller.By.CUSTOM_ID, OpenidCaller.By.USERNAME));
        consumerOptional = requireNonNullElse(consumerOptional, false);
        credentialClaim = or(credentialClaim, List.of("sub"));
        authenticatedGroupsClaim = or(authenticatedGroupsClaim, List.of());
        upstreamHeadersClaims = or(upstreamHeadersClaims, List.of());
        upstreamHeadersNames = or(upstreamHeadersNames, List.of());
        downstreamHeadersClaims = or(downstreamHeadersClaims, List.of());
        downstreamHeadersNames = or(downstreamHeadersNames, List.of());
        hideCredentials = requireNonNullElse(hideCredentials, false);
        runOnPreflight = requireNonNullElse(runOnPreflight, true);
        unauthorizedErrorMessage = requireNonNullElse(unauthorizedErrorMessage, "Unauthorized");
        forbiddenErrorMessage = requireNonNullElse(forbiddenErrorMessage, "Forbidden");
        displayErrors = requireNonNullElse(displayErrors, false);
    }

    /** A list with a null in it is left as it is, for its own rule to tell. */
    private static <T> List<T> or(List<T> given, List<T> otherwise) {
        return given == null ? otherwise : Collections.unmodifiableList(given);
    }

    /** Whether callers may say who they are in this way. */
    public boolean takes(String method) {
        return authMethods.contains(method);
    }

    Auth authAtTokenEndpoint() {
        return requireNonNullElse(tokenEndpointAuthMethod, clientAuth.get(0));
    }

    @Override
    public void check(BiConsumer<String, String> broken) {
        address("issuer", issuer, broken);
        address("introspection_endpoint", introspectionEndpoint, broken);
        address("token_endpoint", tokenEndpoint, broken);
        OpenidMethods.check(authMethods, broken);
        pairs("client_secret", clientSecret, "client_id", clientId, broken);
        pairs("token_post_args_values", tokenPostArgsValues, "token_post_args_names", tokenPostArgsNames, broken);
        if (clientId.isEmpty() && authMethods.equals(List.of(OpenidMethods.INTROSPECTION))) {
            broken.accept("client_id", "is needed for introspection");
        }
        pairs("upstream_headers_names", upstreamHeadersNames, "upstream_headers_claims", upstreamHeadersClaims, broken);
        pairs(
                "downstream_headers_names",
                downstreamHeadersNames,
                "downstream_headers_claims",
                downstreamHeadersClaims,
                broken);
        ClaimHeaders.check("upstream_headers_names", upstreamHeadersNames, broken);
        ClaimHeaders.check("downstream_headers_names", downstreamHeadersNames, broken);
    }

    private static void address(String field, String address, BiConsumer<String, String> broken) {
        if (address != null && !HttpSink.isAddress(address)) {
            broken.accept(field, "expected an address that begins with http:// or https://");
        }
    }

    private static void pairs(
            String field, List<?> some, String otherField, List<?> others, BiConsumer<String, String> broken) {
        if (some.size() != others.size()) {
            broken.accept(field, "expected as many as " + otherField + " has entries");
        }
    }
}
