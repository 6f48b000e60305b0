package io.gatehouse.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.schema.JsonSchemas;
import io.gatehouse.gateway.schema.ValueCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Compiles what the operations of a description ask of requests. What many operations refer to is compiled once. */
final class RequestRules {

    /** OpenAPI describes these elsewhere, and says that a parameter of such a name means nothing. */
    private static final Set<String> NO_PARAMETERS = Set.of("accept", "content-type", "authorization");

    private static final String JSON = "application/json";

    private final ApiDocument document;
    private final JsonSchemas schemas;
    private final Map<String, ValueCheck> checks = new HashMap<>();
    private final Map<String, Parameter> shared = new HashMap<>();

    private RequestRules(ApiDocument document) {
        this.document = document;
        this.schemas = JsonSchemas.in(document.root(), document.generation().language());
    }

    /** @throws IllegalArgumentException with a message for the operator */
    static PathTree<RequestRule> of(ApiDocument document) {
        RequestRules rules = new RequestRules(document);
        return Operations.tree(document, rules::rule);
    }

    private RequestRule rule(Operations.Operation operation) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        Place body = Place.NOWHERE;
        List<Place> all = new ArrayList<>(operation.pathItem().at("parameters").items());
        all.addAll(operation.place().at("parameters").items());
        for (Place given : all) {
            Place place = document.follow(given);
            if (place.node().path("in").asText().equals("body")) body = place;
            Parameter parameter = parameter(place);
            if (parameter != null) parameters.put(parameter.place() + " " + parameter.name(), parameter);
        }
        BodyRule rule = document.isSwagger()
                ? swaggerBody(body, operation)
                : body(document.follow(operation.place().at("requestBody")));
        return new RequestRule(List.copyOf(parameters.values()), rule);
    }

    /** Null for what is no parameter that we read. */
    private Parameter parameter(Place place) {
        String in = place.node().path("in").asText();
        String name = place.node().path("name").asText();
        if (in.equals("header") && NO_PARAMETERS.contains(name.toLowerCase(Locale.ROOT))) return null;
        ParameterPlace where = switch (in) {
            case "path" -> ParameterPlace.PATH;
            case "query" -> ParameterPlace.QUERY;
            case "header" -> ParameterPlace.HEADER;
            default -> null;
        };
        return where == null ? null : shared.computeIfAbsent(place.pointer(), any -> parameter(place, where, name));
    }

    private Parameter parameter(Place place, ParameterPlace where, String name) {
        boolean isRequired =
                where == ParameterPlace.PATH || place.node().path("required").asBoolean();
        Place schema = document.isSwagger() ? place : place.at("schema");
        if (schema.isThere())
            return new Parameter(where, name, isRequired, text(place, schema, where), check(place, schema));
        for (Map.Entry<String, Place> content : place.at("content").members())
            if (ContentType.of(content.getKey()).isJson())
                return new Parameter(
                        where,
                        name,
                        isRequired,
                        ParameterText.json(),
                        check(content.getValue().at("schema")));
        return new Parameter(where, name, isRequired, ParameterText.json(), ValueCheck.NONE);
    }

    private ParameterText text(Place place, Place schema, ParameterPlace where) {
        Shape shape = Shape.of(schema.node(), document::follow);
        if (document.isSwagger()) return swaggerText(place.node(), shape, where);
        ParameterStyle style = switch (place.node().path("style").asText()) {
            case "deepObject" -> ParameterStyle.DEEP_OBJECT;
            case "label" -> ParameterStyle.LABEL;
            case "matrix" -> ParameterStyle.MATRIX;
            case "pipeDelimited" -> ParameterStyle.PIPE_DELIMITED;
            case "spaceDelimited" -> ParameterStyle.SPACE_DELIMITED;
            default -> where.usualStyle();
        };
        return ParameterText.styled(shape, style, place.node().path("explode").asBoolean(style == ParameterStyle.FORM));
    }

    private static ParameterText swaggerText(JsonNode parameter, Shape shape, ParameterPlace where) {
        String format = parameter.path("collectionFormat").asText();
        ParameterStyle style = switch (format) {
            case "pipes" -> ParameterStyle.PIPE_DELIMITED;
            case "ssv" -> ParameterStyle.SPACE_DELIMITED;
            default -> where.usualStyle();
        };
        return ParameterText.styled(shape, style, format.equals("multi"));
    }

    /** An empty value is told to be one where the description allows it, and is nothing to hold against a schema. */
    private ValueCheck check(Place parameter, Place schema) {
        ValueCheck check = check(schema);
        boolean mayBeEmpty = parameter.node().path("allowEmptyValue").asBoolean();
        return mayBeEmpty ? value -> isEmpty(value) ? null : check.problem(value) : check;
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isTextual() ? value.textValue().isEmpty() : value.isContainerNode() && value.isEmpty();
    }

    private ValueCheck check(Place schema) {
        Place found = document.follow(schema);
        // A reference that leads nowhere is told by the compiler, in its own words.
        Place told = found.isThere() ? found : schema;
        if (!told.isThere()) return ValueCheck.NONE;
        return checks.computeIfAbsent(told.pointer(), schemas::at);
    }

    private BodyRule body(Place body) {
        if (!body.isThere()) return null;
        BodyRule rule = new BodyRule(body.node().path("required").asBoolean());
        for (Map.Entry<String, Place> content : body.at("content").members()) {
            String type = content.getKey();
            boolean mayBeJson = ContentType.of(type).isJson() || type.contains("*");
            rule.add(type, mayBeJson ? check(content.getValue().at("schema")) : ValueCheck.NONE);
        }
        return rule;
    }

    private BodyRule swaggerBody(Place body, Operations.Operation operation) {
        if (!body.isThere()) return null;
        BodyRule rule = new BodyRule(body.node().path("required").asBoolean());
        ValueCheck check = check(body.at("schema"));
        JsonNode consumes = operation.place().node().path("consumes");
        if (!consumes.isArray()) consumes = document.root().path("consumes");
        if (consumes.isEmpty()) rule.add(JSON, check);
        for (JsonNode type : consumes) rule.add(type.asText(), check);
        return rule;
    }
}
