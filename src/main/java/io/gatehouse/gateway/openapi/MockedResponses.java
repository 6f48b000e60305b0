package io.gatehouse.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Gathers what the operations of a description may answer. What many operations refer to is gathered once. */
final class MockedResponses {

    /** Those that say how an answer is sent are the gateway's own. */
    private static final Set<String> OWN_HEADERS =
            Set.of("content-type", "content-length", "content-encoding", "transfer-encoding", "connection", "date");

    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]{1,1000}");

    private final ApiDocument document;
    private final Map<String, MockedResponse> shared = new HashMap<>();

    private MockedResponses(ApiDocument document) {
        this.document = document;
    }

    static PathTree<MockedOperation> of(ApiDocument document) {
        MockedResponses responses = new MockedResponses(document);
        return Operations.tree(document, responses::operation);
    }

    private MockedOperation operation(Operations.Operation operation) {
        Map<String, MockedResponse> responses = new LinkedHashMap<>();
        for (Map.Entry<String, Place> response :
                operation.place().at("responses").members()) {
            String status = response.getKey().equals("default")
                    ? "default"
                    : response.getKey().toUpperCase(Locale.ROOT);
            Place place = document.follow(response.getValue());
            if (place.node().isObject()) responses.put(status, response(place, operation));
        }
        return new MockedOperation(responses);
    }

    private MockedResponse response(Place place, Operations.Operation operation) {
        // Of Swagger's responses the types depend on the operation.
        return document.isSwagger()
                ? new MockedResponse(headers(place), swaggerBodies(place, operation))
                : shared.computeIfAbsent(place.pointer(), any -> new MockedResponse(headers(place), bodies(place)));
    }

    private List<MockedBody> bodies(Place response) {
        List<MockedBody> bodies = new ArrayList<>();
        for (Map.Entry<String, Place> content : response.at("content").members()) {
            Place media = content.getValue();
            Map<String, JsonNode> examples = new LinkedHashMap<>();
            for (Map.Entry<String, Place> example : media.at("examples").members()) {
                JsonNode value = document.follow(example.getValue()).node().path("value");
                if (!value.isMissingNode()) examples.put(example.getKey(), value);
            }
            JsonNode example = media.node().path("example");
            bodies.add(new MockedBody(content.getKey(), examples, usual(example, media.at("schema"))));
        }
        return writable(bodies);
    }

    private List<MockedBody> swaggerBodies(Place response, Operations.Operation operation) {
        JsonNode examples = response.node().path("examples");
        Place schema = response.at("schema");
        if (examples.isEmpty() && !schema.isThere()) return List.of();
        List<String> types = new ArrayList<>();
        examples.fieldNames().forEachRemaining(types::add);
        JsonNode produces = operation.place().node().path("produces");
        if (!produces.isArray()) produces = document.root().path("produces");
        for (JsonNode type : produces) if (!types.contains(type.asText())) types.add(type.asText());
        if (types.isEmpty()) types.add("application/json");
        List<MockedBody> bodies = new ArrayList<>();
        for (String type : types) bodies.add(new MockedBody(type, Map.of(), usual(examples.path(type), schema)));
        return writable(bodies);
    }

    /** Those that we know how to write; if that is none, all of them, as JSON. */
    private static List<MockedBody> writable(List<MockedBody> bodies) {
        List<MockedBody> writable =
                bodies.stream().filter(MockedBody::canBeWritten).toList();
        return writable.isEmpty() ? bodies : writable;
    }

    private Supplier<JsonNode> usual(JsonNode example, Place schema) {
        if (!example.isMissingNode()) return () -> example;
        return () -> schema.isThere() ? SampleValues.of(schema.node(), document::follow) : MissingNode.getInstance();
    }

    private Map<String, String> headers(Place response) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, Place> named : response.at("headers").members()) {
            Place header = document.follow(named.getValue());
            JsonNode schema =
                    document.isSwagger() ? header.node() : header.node().path("schema");
            JsonNode example = header.node().path("example");
            JsonNode value = example.isMissingNode() ? SampleValues.of(schema, document::follow) : example;
            boolean isOurs = OWN_HEADERS.contains(named.getKey().toLowerCase(Locale.ROOT));
            boolean isUsable = HEADER_NAME.matcher(named.getKey()).matches()
                    && value.isValueNode()
                    && HEADER_VALUE.matcher(value.asText()).matches();
            if (isUsable && !isOurs) headers.put(named.getKey(), value.asText());
        }
        return headers;
    }
}
