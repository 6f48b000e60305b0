package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.function.BiConsumer;

/** Asks every caller for a signed token. */
public final class Jwt extends NamedPlugin<Jwt.Config> {

    static final String TYPE = "jwt";
    private static final int PRIORITY = 1450;

    /** Times that a token may name. */
    public enum Claim {
        @JsonProperty("exp")
        EXP,
        @JsonProperty("nbf")
        NBF
    }

    @Doc("Lets only requests with a token through that a known consumer has signed, and says whose it is.")
    public record Config(
            @Doc("Arguments of the query string that may hold the token.")
            List<@NotBlank String> uriParamNames,

            @Doc("Cookies that may hold the token.") List<@NotBlank String> cookieNames,

            @Doc("Headers that may hold the token, after the word Bearer.")
            List<@NotBlank String> headerNames,

            @Doc("Claim, or field of the token's header, that names the key of the credential.") @NotBlank
            String keyClaimName,

            @Doc("Whether the secrets of credentials are written in Base64.")
            Boolean secretIsBase64,

            @Doc("Times to look at. Without “exp” a token that has expired is good all the same.")
            List<Claim> claimsToVerify,

            @Doc("Most seconds that a token may have left before it expires; 0 for no limit.")
            @PositiveOrZero
            @Max(31_536_000)
            Long maximumExpiration,

            @Doc("Also asks OPTIONS requests for a token; browsers send their preflights without one.")
            Boolean runOnPreflight,

            @Doc("Username or id of the consumer that stands for everybody else; without it they are refused.")
            String anonymous,

            @Doc("Named in the WWW-Authenticate header of a refusal.")
            String realm)
            implements ConfigRules {

        public Config {
            uriParamNames = uriParamNames == null ? List.of("jwt") : List.copyOf(uriParamNames);
            cookieNames = cookieNames == null ? List.of() : List.copyOf(cookieNames);
            headerNames = headerNames == null ? List.of("authorization") : List.copyOf(headerNames);
            keyClaimName = keyClaimName == null ? "iss" : keyClaimName;
            secretIsBase64 = secretIsBase64 == null ? Boolean.FALSE : secretIsBase64;
            maximumExpiration = maximumExpiration == null ? Long.valueOf(0) : maximumExpiration;
            runOnPreflight = runOnPreflight == null ? Boolean.TRUE : runOnPreflight;
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            if (maximumExpiration > 0 && !verifies(Claim.EXP)) {
                broken.accept("claims_to_verify", "expected to contain: exp");
            }
        }

        boolean verifies(Claim claim) {
            return claimsToVerify != null && claimsToVerify.contains(claim);
        }
    }

    public Jwt() {
        super(TYPE, PRIORITY, Config.class);
    }

    @Override
    public boolean canBeScopedToConsumers() {
        return false;
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new TokenFilter(config, scope);
    }
}
