package io.gatehouse.catalog.reference;

import io.gatehouse.catalog.spec.Node;
import io.gatehouse.catalog.spec.Node.Type;
import io.gatehouse.catalog.spec.Refs;
import io.gatehouse.catalog.spec.Spec;
import io.gatehouse.catalog.spec.Spec.Dialect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads bodies: a map of formats in OpenAPI 3, parameters and lists of formats in Swagger 2.0. */
final class Bodies {
    private static final int MOST_FORMATS = 8;

    private final Spec spec;
    private final Refs refs;
    private final SchemaTree.Allowance allowance;

    Bodies(Spec spec, Refs refs, SchemaTree.Allowance allowance) {
        this.spec = spec;
        this.refs = refs;
        this.allowance = allowance;
    }

    /** What the operation is sent; null if that is nothing. */
    BodyView of(Node operation, Collection<Parameter> parameters, Direction direction) {
        if (spec.dialect() == Dialect.SWAGGER_2_0) {
            return ofSwagger(operation, parameters);
        }
        Node given = operation.at("requestBody");
        if (!given.isObject()) {
            return null;
        }
        Refs.Target target = refs.follow(given);
        Node body = target.node();
        List<MediaView> media = formats(body.at("content"), direction);
        return new BodyView(body.at("description").text(), body.at("required").isTrue(), media, note(target));
    }

    private List<MediaView> formats(Node content, Direction direction) {
        return content.entries().stream()
                .filter(format -> !format.getKey().startsWith("x-"))
                .limit(MOST_FORMATS)
                .map(format ->
                        MediaView.of(format.getKey(), refs.target(format.getValue()), refs, direction, allowance))
                .toList();
    }

    private BodyView ofSwagger(Node operation, Collection<Parameter> parameters) {
        List<Parameter> fields = parameters.stream()
                .filter(parameter -> parameter.in().equals("formData"))
                .toList();
        if (!fields.isEmpty()) {
            return form(operation, fields);
        }
        for (Parameter parameter : parameters) {
            if (parameter.in().equals("body")) {
                List<MediaView> media = types(operation, "consumes").stream()
                        .map(type -> MediaView.of(type, parameter.node(), refs, Direction.REQUEST, allowance))
                        .toList();
                return new BodyView(parameter.node().at("description").text(), parameter.required(), media, "");
            }
        }
        return null;
    }

    /** The fields as one object, so that they are shown and sampled like every other. */
    private BodyView form(Node operation, List<Parameter> fields) {
        List<String> names = fields.stream().map(Parameter::name).distinct().toList();
        List<Node> schemas = new ArrayList<>();
        List<Node> required = new ArrayList<>();
        for (String name : names) {
            Parameter field = fields.stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            schemas.add(field.node());
            if (field.required()) {
                required.add(Node.scalar(Type.STRING, name, 0, 0));
            }
        }
        Node schema = Node.object(
                List.of("type", "properties", "required"),
                List.of(
                        Node.scalar(Type.STRING, "object", 0, 0),
                        Node.object(names, schemas, 0, 0),
                        Node.array(required, 0, 0)),
                0,
                0);
        boolean files =
                schemas.stream().anyMatch(field -> field.at("type").text().equals("file"));
        List<String> consumed = types(operation, "consumes").stream()
                .filter(type -> new MediaType(type).isForm() || new MediaType(type).isMultipart())
                .toList();
        String type = files ? MediaType.MULTIPART : consumed.isEmpty() ? MediaType.FORM : consumed.get(0);
        Node media = Node.object(List.of("schema"), List.of(schema), 0, 0);
        return new BodyView(
                "", !required.isEmpty(), List.of(MediaView.of(type, media, refs, Direction.REQUEST, allowance)), "");
    }

    /** The formats of an answer. */
    List<MediaView> answer(Node operation, Node response) {
        if (spec.dialect() != Dialect.SWAGGER_2_0) {
            return formats(response.at("content"), Direction.RESPONSE);
        }
        Node schema = response.at("schema");
        Node examples = response.at("examples");
        List<MediaView> media = new ArrayList<>();
        for (String type : types(operation, "produces")) {
            Node example = examples.at(type);
            if (schema.isPresent() || example.isPresent()) {
                media.add(MediaView.of(type, swaggerMedia(schema, example), refs, Direction.RESPONSE, allowance));
            }
        }
        if (media.isEmpty()) {
            for (Map.Entry<String, Node> example : examples.entries()) {
                media.add(MediaView.of(
                        example.getKey(),
                        swaggerMedia(schema, example.getValue()),
                        refs,
                        Direction.RESPONSE,
                        allowance));
            }
        }
        return media;
    }

    private static Node swaggerMedia(Node schema, Node example) {
        return Node.object(List.of("schema", "example"), List.of(schema, example), 0, 0);
    }

    private List<String> types(Node operation, String word) {
        List<String> own = operation.at(word).texts();
        List<String> types = own.isEmpty() ? spec.root().at(word).texts() : own;
        return types.isEmpty()
                ? List.of("application/json")
                : types.stream().limit(MOST_FORMATS).toList();
    }

    static String note(Refs.Target target) {
        return switch (target.state()) {
            case FOUND -> "";
            case EXTERNAL -> "Described outside of this document: " + target.ref();
            case DANGLING -> "The document has nothing at " + target.ref() + ".";
            case CIRCULAR -> "The reference " + target.ref() + " leads back to itself.";
        };
    }
}
