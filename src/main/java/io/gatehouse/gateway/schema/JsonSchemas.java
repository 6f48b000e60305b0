package io.gatehouse.gateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import io.gatehouse.gateway.config.ConfigJson;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The JSON Schemas of one document, compiled with everything that they refer to. A reference out of the document is a fault: nothing
 * is fetched because a schema says so.
 */
public final class JsonSchemas {

    private static final SchemaLocation HERE = SchemaLocation.of("urn:gatehouse:document");
    private static final Map<SchemaLanguage, Schema> META = new ConcurrentHashMap<>();
    private static final List<JsonNode> PROBES = List.of(
            ConfigJson.MAPPER.createObjectNode(),
            ConfigJson.MAPPER.createArrayNode(),
            ConfigJson.MAPPER.getNodeFactory().textNode(""));

    private final Schema document;
    private final SchemaWeight weight;

    private JsonSchemas(JsonNode document, SchemaLanguage language) {
        this.document = language.registry().getSchema(HERE, document);
        this.weight = new SchemaWeight(document);
    }

    /** Of a document that holds schemas in many places, such as a description of an API. */
    public static JsonSchemas in(JsonNode document, SchemaLanguage language) {
        return new JsonSchemas(document, language);
    }

    /**
     * A schema that is the whole document, held against the rules for schemas first.
     *
     * @throws IllegalArgumentException with a message for the operator
     */
    public static ValueCheck compile(JsonNode schema, SchemaLanguage language) {
        if (!schema.isObject() && !schema.isBoolean())
            throw new IllegalArgumentException("a JSON Schema is an object; this is something else");
        // Which language it is in is said by the configuration.
        JsonNode own = schema instanceof ObjectNode object ? object.deepCopy().without("$schema") : schema;
        List<Error> faults = META.computeIfAbsent(
                        language,
                        any -> SchemaRegistry.withDefaultDialect(language.specification())
                                .getSchema(language.metaSchema()))
                .validate(own);
        if (!faults.isEmpty())
            throw new IllegalArgumentException("this is not a JSON Schema of that version: " + words(faults.get(0)));
        JsonSchemas whole = guarded("", () -> new JsonSchemas(own, language));
        return whole.checked("", whole.document);
    }

    /**
     * @param pointer where the schema stands in the document, such as {@code /components/schemas/Pet}
     * @throws IllegalArgumentException with a message for the operator
     */
    public ValueCheck at(String pointer) {
        return checked(pointer, guarded(pointer, () -> document.getSubSchema(SchemaLocation.Fragment.of(pointer))));
    }

    private ValueCheck checked(String pointer, Schema schema) {
        return guarded(pointer, () -> {
            weight.check(schema.getSchemaNode());
            schema.initializeValidators();
            for (JsonNode probe : PROBES) schema.validate(probe);
            return value -> problem(schema, value);
        });
    }

    private interface Work<T> {
        T done();
    }

    private static <T> T guarded(String pointer, Work<T> work) {
        try {
            return work.done();
        } catch (SchemaException | IllegalArgumentException e) {
            throw unusable(pointer, e.getMessage());
        } catch (StackOverflowError e) {
            throw unusable(pointer, "it refers back to itself before it says anything");
        }
    }

    private static IllegalArgumentException unusable(String pointer, String reason) {
        return new IllegalArgumentException(
                (pointer.isEmpty() ? "the schema" : "the schema at #" + pointer) + " cannot be used: " + reason);
    }

    /** Values come from outside: one that is too much for a regular expression or for numbers is not as it should be. */
    private static String problem(Schema schema, JsonNode value) {
        try {
            List<Error> errors = schema.validate(value);
            return errors.isEmpty() ? null : words(errors.get(0));
        } catch (RuntimeException | StackOverflowError | EcmaRegex.Undecided e) {
            return "it cannot be checked";
        }
    }

    private static String words(Error error) {
        String place = error.getInstanceLocation().toString();
        return place.isEmpty() ? error.getMessage() : place + " " + error.getMessage();
    }
}
