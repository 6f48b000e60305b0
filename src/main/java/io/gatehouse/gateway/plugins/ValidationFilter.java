package io.gatehouse.gateway.plugins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.openapi.ApiDescription;
import io.gatehouse.gateway.openapi.ApiOperations;
import io.gatehouse.gateway.openapi.BodyRule;
import io.gatehouse.gateway.openapi.ContentType;
import io.gatehouse.gateway.openapi.GivenParameters;
import io.gatehouse.gateway.openapi.Parameter;
import io.gatehouse.gateway.openapi.ParameterText;
import io.gatehouse.gateway.openapi.RequestRule;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugins.RequestValidator.Config;
import io.gatehouse.gateway.plugins.RequestValidator.ParameterConfig;
import io.gatehouse.gateway.schema.JsonBody;
import io.gatehouse.gateway.schema.JsonSchemas;
import io.gatehouse.gateway.schema.KongSchema;
import io.gatehouse.gateway.schema.SchemaLanguage;
import io.gatehouse.gateway.schema.ValueCheck;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Holds requests against rules that were compiled before. Large bodies are looked at by a thread that nobody else waits for. */
final class ValidationFilter implements Filter {

    private static final String JSON = "application/json; charset=utf-8";
    private static final ContentType USUAL = ContentType.of("application/json");
    private static final String BAD_PARAMETER = "request param doesn't conform to schema";
    private static final String BAD_BODY = "request body doesn't conform to schema";
    private static final String BAD_TYPE = "specified Content-Type is not allowed";
    private static final int LARGE = 64 << 10;
    private static final int MOST_SHOWN = 64 << 10;

    private final Config config;
    /** Null where schemas are given. */
    private final ApiOperations<RequestRule> operations;
    /** Of all requests, where there is no description. */
    private final List<Parameter> parameters;
    /** Of all requests, where there is no description; null for no schema. */
    private final ValueCheck body;

    private final List<ContentType> allowed;

    private ValidationFilter(
            Config config, ApiOperations<RequestRule> operations, List<Parameter> parameters, ValueCheck body) {
        this.config = config;
        this.operations = operations;
        this.parameters = parameters;
        this.body = body;
        this.allowed =
                config.allowedContentTypes().stream().map(ContentType::of).toList();
    }

    static Filter byDescription(Config config, ApiDescription description) {
        return new ValidationFilter(
                config,
                ApiOperations.requestRules(description, config.includeBasePath(), config.customBasePath()),
                List.of(),
                null);
    }

    static Filter bySchemas(Config config) {
        return new ValidationFilter(config, null, parameters(config), body(config));
    }

    private static ValueCheck body(Config config) {
        if (config.bodySchema() == null) return null;
        JsonNode schema = RequestValidator.json("body_schema", config.bodySchema());
        SchemaLanguage language = config.version().language();
        try {
            return language == null ? KongSchema.compile(schema) : JsonSchemas.compile(schema, language);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("body_schema: " + e.getMessage(), e);
        }
    }

    private static List<Parameter> parameters(Config config) {
        List<Parameter> parameters = new ArrayList<>();
        if (config.parameterSchema() == null) return parameters;
        for (ParameterConfig one : config.parameterSchema()) parameters.add(parameter(one, config));
        return parameters;
    }

    private static Parameter parameter(ParameterConfig one, Config config) {
        if (one.schema() == null)
            return new Parameter(one.in(), one.name(), one.required(), ParameterText.TEXT, ValueCheck.NONE);
        SchemaLanguage own = config.version().language();
        try {
            JsonNode schema = RequestValidator.json("schema", one.schema());
            return new Parameter(
                    one.in(),
                    one.name(),
                    one.required(),
                    ParameterText.styled(schema, one.in(), one.style(), one.explode()),
                    JsonSchemas.compile(schema, own == null ? SchemaLanguage.DRAFT4 : own));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("parameter_schema, “" + one.name() + "”: " + e.getMessage(), e);
        }
    }

    @Override
    public Future<Void> onRequest(Exchange exchange) {
        if (operations == null) {
            check(exchange, parameters, exchange::uriCapture);
            return exchange.isAnswered() || body == null ? DONE : bySchema(exchange);
        }
        ApiOperations.Found<RequestRule> found = operations.find(exchange);
        if (found == null) {
            if (!config.allowUnknownOperations()) refuseUnknown(exchange);
            return DONE;
        }
        check(exchange, found.operation().parameters(), found.pathParameters()::get);
        BodyRule rule = found.operation().body();
        return exchange.isAnswered() || rule == null ? DONE : byRule(exchange, rule);
    }

    private void check(Exchange exchange, List<Parameter> parameters, UnaryOperator<String> path) {
        Exchange.Request request = exchange.request();
        GivenParameters given = new GivenParameters(path, request.query(), request.headers());
        for (Parameter parameter : parameters) {
            String problem = parameter.problem(given);
            if (problem == null) continue;
            refuse(exchange, BAD_PARAMETER, problem, null);
            return;
        }
    }

    private Future<Void> bySchema(Exchange exchange) {
        ContentType type = type(exchange, USUAL);
        if (allowed.stream().noneMatch(one -> isSame(one, type))) {
            refuse(exchange, BAD_TYPE, BAD_TYPE, null);
            return DONE;
        }
        return type.isJson() ? read(exchange, bytes -> bytes.length() == 0 ? Buffer.buffer("{}") : bytes, body) : DONE;
    }

    private boolean isSame(ContentType one, ContentType other) {
        return config.contentTypeParameterValidation()
                ? one.equals(other)
                : one.name().equals(other.name());
    }

    private Future<Void> byRule(Exchange exchange, BodyRule rule) {
        ContentType type = type(exchange, null);
        return exchange.body(config.maxBodyBytes()).compose(bytes -> {
            if (exchange.isAnswered()) return DONE;
            if (bytes.length() == 0) {
                if (rule.isRequired()) refuse(exchange, BAD_BODY, "a body is required", null);
                return DONE;
            }
            ContentType used = type == null ? USUAL : type;
            ValueCheck check = rule.of(used);
            if (check == null) refuse(exchange, BAD_TYPE, BAD_TYPE, null);
            return check == null || !used.isJson() ? DONE : check(exchange, bytes, check);
        });
    }

    private static ContentType type(Exchange exchange, ContentType otherwise) {
        String text = exchange.request().headers().get("Content-Type");
        return text == null ? otherwise : ContentType.of(text);
    }

    private Future<Void> read(Exchange exchange, UnaryOperator<Buffer> completed, ValueCheck check) {
        return exchange.body(config.maxBodyBytes())
                .compose(bytes -> exchange.isAnswered() ? DONE : check(exchange, completed.apply(bytes), check));
    }

    private Future<Void> check(Exchange exchange, Buffer bytes, ValueCheck check) {
        if (bytes.length() <= LARGE) {
            tell(exchange, bytes, Checked.of(bytes, check));
            return DONE;
        }
        return Vertx.currentContext()
                .executeBlocking(() -> Checked.of(bytes, check), false)
                .map(checked -> {
                    tell(exchange, bytes, checked);
                    return null;
                });
    }

    /** @param value null for what is no JSON */
    private record Checked(JsonNode value, String problem) {
        static Checked of(Buffer bytes, ValueCheck check) {
            JsonNode value = JsonBody.read(bytes.getBytes());
            return new Checked(value, value == null ? "request body is not valid JSON" : check.problem(value));
        }
    }

    private void tell(Exchange exchange, Buffer bytes, Checked checked) {
        if (checked.problem() == null) return;
        refuse(exchange, BAD_BODY, checked.problem(), bytes.length() > MOST_SHOWN ? null : checked.value());
    }

    private static void refuseUnknown(Exchange exchange, Set<String> methods) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (!methods.isEmpty()) headers.set("Allow", String.join(", ", methods));
        answer(
                exchange,
                methods.isEmpty() ? 404 : 405,
                headers,
                message(
                        methods.isEmpty()
                                ? "no operation of this API has this path"
                                : "no operation of this API has this method for this path"));
    }

    private void refuseUnknown(Exchange exchange) {
        refuseUnknown(exchange, operations.methods(exchange));
    }

    private void refuse(Exchange exchange, String message, String detail, JsonNode data) {
        ObjectNode told = message(config.verboseResponse() ? detail : message);
        if (config.verboseResponse() && data != null) told.set("data", data);
        answer(exchange, 400, MultiMap.caseInsensitiveMultiMap(), told);
    }

    private static ObjectNode message(String message) {
        return ConfigJson.MAPPER.createObjectNode().put("message", message);
    }

    private static void answer(Exchange exchange, int status, MultiMap headers, ObjectNode body) {
        exchange.respond(status, headers.set("Content-Type", JSON), Buffer.buffer(body.toString()));
    }
}
