package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks every caller to sign its requests with a secret that never travels. */
public final class HmacAuth extends NamedPlugin<HmacAuth.Config> {

    static final String TYPE = "hmac-auth";
    private static final int PRIORITY = 1030;

    /** What requests may be signed with. */
    public enum Algorithm {
        @JsonProperty("hmac-sha1")
        SHA1,
        @JsonProperty("hmac-sha256")
        SHA256,
        @JsonProperty("hmac-sha384")
        SHA384,
        @JsonProperty("hmac-sha512")
        SHA512;

        static Optional<Algorithm> named(String wireName) {
            return Stream.of(values())
                    .filter(algorithm ->
                            wireName.equals("hmac-" + algorithm.name().toLowerCase(Locale.ROOT)))
                    .findFirst();
        }

        String javaName() {
            return "Hmac" + name();
        }
    }

    @Doc("Lets only requests through that a known user has signed, and says whose they are.")
    public record Config(
            @Doc("Seconds that the Date or X-Date of a request may be away from the gateway's clock.") @Positive
            Long clockSkew,

            @Doc(
                    "Compares the body, of at most 8 MiB, with the Digest header. That must be signed too: name it in enforce_headers.")
            Boolean validateRequestBody,

            @Doc(
                    "What must be signed, such as date and request-line. What is not signed can be changed on the way, or sent again.")
            List<@NotBlank String> enforceHeaders,

            @Doc("Algorithms that are accepted.") @NotEmpty List<Algorithm> algorithms,

            @Doc("Takes the signature out before the request goes upstream.")
            Boolean hideCredentials,

            @Doc("Username or id of the consumer that stands for everybody else; without it they are refused.")
            String anonymous,

            @Doc("Named in the WWW-Authenticate header of a refusal.")
            String realm) {

        private static final long USUAL_SKEW = 300;

        public Config {
            clockSkew = clockSkew == null ? Long.valueOf(USUAL_SKEW) : clockSkew;
            validateRequestBody = validateRequestBody == null ? Boolean.FALSE : validateRequestBody;
            enforceHeaders = enforceHeaders == null ? List.of() : List.copyOf(enforceHeaders);
            algorithms = algorithms == null ? List.of(Algorithm.values()) : List.copyOf(algorithms);
            hideCredentials = hideCredentials == null ? Boolean.TRUE : hideCredentials;
        }
    }

    public HmacAuth() {
        super(TYPE, PRIORITY, Config.class);
    }

    @Override
    public boolean canBeScopedToConsumers() {
        return false;
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new SignatureFilter(config, scope);
    }
}
