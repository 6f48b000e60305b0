package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.llm.LlmJson;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugins.AiProxy.LlmAddress;
import io.gatehouse.gateway.plugins.AiProxy.RouteType;
import io.gatehouse.gateway.plugins.AiProxy.Streaming;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Completes requests for a model and sends them there. What a client may not choose is refused, not silently changed. */
final class AiProxyFilter implements Filter {

    /** Whoever runs the model is somebody else: with what a client is known by here it could call in its name. */
    private static final List<String> MEANT_FOR_THE_GATEWAY = List.of("authorization", "proxy-authorization", "cookie");

    private static final int MOST_BODY_BYTES = 10 << 20;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;

    private static final String NOT_JSON = "content-type header does not match request body, or bad JSON formatting";
    private static final String NO_PROMPT = "request body doesn't contain valid prompts";
    private static final String NO_MODEL = "model parameter not found in request, nor in gateway configuration";
    private static final String NO_STREAMS = "response streaming is not enabled for this LLM";

    private final Exchange.Slot<String> models = new Exchange.Slot<>();
    private final AiProxy.Config config;
    private final AiProxy.Options options;
    private final LlmAddress address;
    private final String model;
    private final int mostBytes;
    private final String modelHeader;

    AiProxyFilter(AiProxy.Config config) {
        this.config = config;
        this.options = config.model().options();
        this.address = options.address();
        this.model = config.model().name();
        this.mostBytes = config.maxRequestBodySize() == 0 ? MOST_BODY_BYTES : config.maxRequestBodySize();
        this.modelHeader = config.kongNames() ? "X-Kong-LLM-Model" : "X-Gatehouse-LLM-Model";
    }

    @Override
    public Future<Void> onRequest(Exchange exchange) {
        direct(exchange.request().headers(), exchange.upstream());
        if (config.routeType() == RouteType.PRESERVE) {
            exchange.limitBody(mostBytes, "Request body is too large");
            if (model != null) exchange.attach(models, model);
            return DONE;
        }
        if (!LlmJson.isJson(exchange.request().headers().get("content-type"))) {
            refuse(exchange, BAD_REQUEST, NOT_JSON);
            return DONE;
        }
        return exchange.body(mostBytes).map(bytes -> {
            if (!exchange.isAnswered()) complete(exchange, bytes);
            return null;
        });
    }

    private void direct(MultiMap sent, Exchange.Upstream upstream) {
        upstream.address(address.host(), address.port(), address.secure());
        if (address.path() != null) upstream.path(address.path());
        else if (options.upstreamPath() != null) upstream.path(options.upstreamPath());
        else if (config.routeType().path != null) upstream.path(config.routeType().path);
        MultiMap headers = upstream.headers();
        // What is packed can neither be counted nor looked at on its way back.
        headers.remove("Accept-Encoding");
        AiProxy.Auth auth = config.auth();
        if (auth.headerName() == null || auth.allowOverride() && sent.contains(auth.headerName())) return;
        MEANT_FOR_THE_GATEWAY.forEach(headers::remove);
        headers.set(auth.headerName(), auth.headerValue());
    }

    private void complete(Exchange exchange, Buffer bytes) {
        if (bytes.length() > mostBytes) {
            refuse(exchange, TOO_LARGE, "Request body is too large");
            return;
        }
        ObjectNode request = LlmJson.object(bytes.getBytes());
        String problem = request == null ? NOT_JSON : problemOf(request);
        if (problem != null) {
            refuse(exchange, BAD_REQUEST, problem);
            return;
        }
        if (model != null) request.put("model", model);
        if (config.responseStreaming() == Streaming.ALWAYS) request.put("stream", true);
        preset(request, "max_tokens", options.maxTokens());
        preset(request, "temperature", options.temperature());
        preset(request, "top_p", options.topP());
        exchange.attach(models, request.get("model").asText());
        exchange.upstream().method("POST");
        exchange.upstream().headers().set("Content-Type", "application/json");
        exchange.replaceBody(LlmJson.bytes(request));
    }

    private static void preset(ObjectNode request, String name, Number value) {
        if (value != null && !request.hasNonNull(name)) request.putPOJO(name, value);
    }

    /** Null when there is none. */
    private String problemOf(ObjectNode request) {
        RouteType sent = typeOf(request);
        if (sent == null) return NO_PROMPT;
        if (sent != config.routeType()) {
            return "[" + sent.text + "] message format is not compatible with [" + config.routeType().text
                    + "] route type";
        }
        JsonNode wanted = request.path("model");
        boolean wantsNone = wanted.isMissingNode() || wanted.isNull();
        if (model == null && !(wanted.isTextual() && isSafe(wanted.asText()))) return NO_MODEL;
        if (model != null && !wantsNone && !wanted.asText().equals(model)) {
            return "cannot use own model - must be: " + model;
        }
        return LlmJson.wantsStream(request) && config.responseStreaming() == Streaming.DENY ? NO_STREAMS : null;
    }

    private static RouteType typeOf(ObjectNode request) {
        JsonNode messages = request.path("messages");
        if (messages.isArray() && !messages.isEmpty()) return RouteType.CHAT;
        JsonNode prompt = request.path("prompt");
        return prompt.isTextual() || prompt.isArray() && !prompt.isEmpty() ? RouteType.COMPLETIONS : null;
    }

    /** A client's own name of a model stands in a header of the answer. */
    private static boolean isSafe(String name) {
        return name.matches("[\\x21-\\x7e]{1,200}");
    }

    private static void refuse(Exchange exchange, int status, String message) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Content-Type", "application/json; charset=utf-8");
        exchange.respond(status, headers, LlmJson.error(message));
    }

    @Override
    public void onResponse(Exchange exchange) {
        String used = exchange.attachment(models);
        if (used == null || !config.modelNameHeader() || !exchange.response().isFromUpstream()) return;
        exchange.response().headers().set(modelHeader, "openai/" + used);
    }
}
