package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import io.gatehouse.gateway.plugin.Secret;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.net.URI;
import java.util.function.BiConsumer;

/** Calls a language model for a client that needs to know neither its address nor its key. */
public final class AiProxy extends NamedPlugin<AiProxy.Config> {

    private static final int PRIORITY = 770;
    private static final int KONGS_BODY_BYTES = 8192;

    /** What clients send. */
    public enum RouteType {
        @JsonProperty("llm/v1/chat")
        CHAT("llm/v1/chat", "/v1/chat/completions"),
        @JsonProperty("llm/v1/completions")
        COMPLETIONS("llm/v1/completions", "/v1/completions"),
        @JsonProperty("preserve")
        PRESERVE("preserve", null);

        final String text;
        /** Null for the request's own. */
        final String path;

        RouteType(String text, String path) {
            this.text = text;
            this.path = path;
        }
    }

    /** Who answers. */
    public enum Provider {
        @JsonProperty("openai")
        OPENAI
    }

    /** Shape of requests and answers. */
    public enum Format {
        @JsonProperty("openai")
        OPENAI
    }

    /** Whether answers come in parts. */
    public enum Streaming {
        @JsonProperty("allow")
        ALLOW,
        @JsonProperty("deny")
        DENY,
        @JsonProperty("always")
        ALWAYS
    }

    @Doc(
            "Calls OpenAI, or whoever speaks like it, in place of the service: sets address, path, key and model. What is wrong with a"
                    + " request is told in OpenAI’s shape, {\"error\":{\"message\":…}}, with status 400. Streams pass event by event.")
    public record Config(
            @Doc(
                    "What clients send: “llm/v1/chat” and “llm/v1/completions” are looked at and completed, “preserve” passes as it is.")
            @NotNull
            RouteType routeType,

            @Doc("The key for the model.") @Valid Auth auth,

            @Doc("The model, and where it is.") @NotNull @Valid
            Model model,

            @Doc("“deny” refuses requests that ask for a stream, “always” makes a stream of every answer.")
            Streaming responseStreaming,

            @Doc("Largest body of a request, in bytes; 0 for 10 MB. Above it is 413.") @PositiveOrZero
            Integer maxRequestBodySize,

            @Doc("Names provider and model in X-Gatehouse-LLM-Model of the answer.")
            Boolean modelNameHeader,

            @Doc("The shape of requests and answers.") Format llmFormat,

            @Doc("Names the header as Kong does, X-Kong-LLM-Model.")
            Boolean kongNames)
            implements ConfigRules {

        public Config {
            auth = auth == null ? new Auth(null, null, null) : auth;
            responseStreaming = responseStreaming == null ? Streaming.ALLOW : responseStreaming;
            maxRequestBodySize = maxRequestBodySize == null ? Integer.valueOf(KONGS_BODY_BYTES) : maxRequestBodySize;
            modelNameHeader = modelNameHeader == null ? Boolean.TRUE : modelNameHeader;
            llmFormat = llmFormat == null ? Format.OPENAI : llmFormat;
            kongNames = kongNames == null ? Boolean.FALSE : kongNames;
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            auth.check(broken);
            if (model != null) model.options().check(broken);
        }
    }

    public record Auth(
            @Doc(
                    "Header that carries the key. With one, what a client sends in Authorization, Proxy-Authorization and Cookie stays here.")
            @Pattern(regexp = "[!#$%&'*+.^_`|~0-9A-Za-z-]+", message = "is not a header name")
            String headerName,

            @Doc("Its whole value, such as “Bearer sk-…”.")
            @Secret
            @Pattern(regexp = "[\\x20-\\x7e]+", message = "use printable ASCII characters")
            String headerValue,

            @Doc("Leaves the header alone if the client has sent one.")
            Boolean allowOverride) {

        public Auth {
            allowOverride = allowOverride == null ? Boolean.FALSE : allowOverride;
        }

        void check(BiConsumer<String, String> broken) {
            if (headerName == null && headerValue != null) {
                broken.accept("auth.header_name", "required when auth.header_value is set");
            }
            if (headerName != null && headerValue == null) {
                broken.accept("auth.header_value", "required when auth.header_name is set");
            }
        }

        @Override
        public String toString() {
            return "Auth[" + headerName + "]";
        }
    }

    public record Model(
            @Doc("Who answers: OpenAI, or whoever speaks like it at upstream_url.") @NotNull
            Provider provider,

            @Doc("The only model that clients get; without it they name one.")
            @Pattern(regexp = "[\\x21-\\x7e]{1,200}", message = "is not the name of a model")
            String name,

            @Doc("What else the model is told.") @Valid Options options) {

        public Model {
            options = options == null ? new Options(null, null, null, null, null) : options;
        }
    }

    public record Options(
            @Doc("Most tokens of an answer, unless the client says.") @PositiveOrZero
            Integer maxTokens,

            @Doc("How freely it speaks, unless the client says.") @DecimalMin("0") @DecimalMax("5")
            BigDecimal temperature,

            @Doc("The share of likely words it picks from, unless the client says.") @DecimalMin("0") @DecimalMax("1")
            BigDecimal topP,

            @Doc(
                    "Where the model is, with path if it is not OpenAI’s; https://api.openai.com unless set. The service’s address does not"
                            + " count, its timeouts do.")
            String upstreamUrl,

            @Doc("Path at the upstream, unless upstream_url has one.")
            @Pattern(regexp = "/[!-~&&[^?#\\\\]]*", message = "should start with / and hold no query")
            String upstreamPath) {

        void check(BiConsumer<String, String> broken) {
            if (upstreamUrl != null && LlmAddress.of(upstreamUrl) == null) {
                broken.accept("model.options.upstream_url", "is not an http or https URL without query");
            }
        }

        LlmAddress address() {
            return upstreamUrl == null ? LlmAddress.OPENAI : LlmAddress.of(upstreamUrl);
        }
    }

    /**
     * Where a model is.
     *
     * @param path null for the usual
     */
    record LlmAddress(String host, int port, boolean secure, String path) {
        static final LlmAddress OPENAI = new LlmAddress("api.openai.com", 443, true, null);

        /** Null when the URL is none that can be called. */
        static LlmAddress of(String url) {
            URI uri;
            try {
                uri = URI.create(url);
            } catch (IllegalArgumentException e) {
                return null;
            }
            boolean secure = "https".equalsIgnoreCase(uri.getScheme());
            boolean known = secure || "http".equalsIgnoreCase(uri.getScheme());
            boolean plain = uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
            if (!known || !plain || uri.getHost() == null) return null;
            String path = uri.getRawPath();
            int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
            return new LlmAddress(uri.getHost(), port, secure, path.length() > 1 ? path : null);
        }
    }

    public AiProxy() {
        super("ai-proxy", PRIORITY, Config.class);
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new AiProxyFilter(config);
    }
}
