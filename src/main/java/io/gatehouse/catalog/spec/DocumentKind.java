package io.gatehouse.catalog.spec;

import io.gatehouse.catalog.spec.Spec.Dialect;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Tells what somebody uploaded by how it begins or by its top-level key. Asked before any parser that guesses: given a document of
 * another kind, swagger-parser answers with an emptied model.
 */
final class DocumentKind {
    private static final String HINT = "Gatehouse publishes OpenAPI 2.0, 3.0 and 3.1 documents.";
    private static final int HEAD = 4_000;
    private static final Pattern GRAPHQL =
            Pattern.compile("(?m)^\\s*(type|schema|interface|input|union|scalar|enum|extend)\\b[^:\\n]{0,200}[{=@]");
    private static final Map<String, String> OTHER_KEYS = new LinkedHashMap<>();

    static {
        OTHER_KEYS.put("asyncapi", "an AsyncAPI document");
        OTHER_KEYS.put("arazzo", "an Arazzo workflow document");
        OTHER_KEYS.put("overlay", "an OpenAPI overlay");
        OTHER_KEYS.put("openrpc", "an OpenRPC document");
        OTHER_KEYS.put("swaggerVersion", "a Swagger 1 document");
        OTHER_KEYS.put("_format_version", "a declarative gateway configuration");
        OTHER_KEYS.put("discoveryVersion", "a Google discovery document");
        OTHER_KEYS.put("__schema", "a GraphQL introspection result");
        OTHER_KEYS.put("$schema", "a JSON Schema");
        OTHER_KEYS.put("resourceType", "a FHIR resource");
        OTHER_KEYS.put("apiVersion", "a Kubernetes manifest");
    }

    private DocumentKind() {}

    /** Refuses what is plainly neither JSON nor YAML, by name. */
    static void checkBeginning(String text) throws Unreadable {
        String head = text.substring(0, Math.min(HEAD, text.length())).strip();
        if (head.isEmpty()) {
            throw new Unreadable("The file is empty.", "Upload an OpenAPI document as JSON or YAML.");
        }
        if (head.startsWith("<")) {
            throw notOurs(xmlKind(head));
        }
        if (head.startsWith("//") || head.startsWith("/*")) {
            throw new Unreadable(
                    "This is JSON with comments, which JSON does not allow.", "Remove the comments.", 1, 1);
        }
        if (head.startsWith("#%RAML")) {
            throw notOurs("a RAML document");
        }
        if (head.startsWith("FORMAT: 1A")) {
            throw notOurs("an API Blueprint");
        }
        if (head.startsWith("syntax = \"proto") || head.contains("\nsyntax = \"proto")) {
            throw notOurs("a Protocol Buffers file");
        }
        if (!head.contains("openapi")
                && !head.contains("swagger")
                && GRAPHQL.matcher(head).find()) {
            throw notOurs("a GraphQL schema");
        }
    }

    private static String xmlKind(String head) {
        String lower = head.toLowerCase(Locale.ROOT);
        if (lower.contains("definitions") && lower.contains("wsdl")) {
            return "a WSDL document";
        }
        if (lower.startsWith("<!doctype html") || lower.contains("<html")) {
            return "an HTML page";
        }
        return lower.contains("wadl") ? "a WADL document" : "an XML document";
    }

    static Dialect recognise(Node root) throws Unreadable {
        if (!root.isObject()) {
            String what = switch (root.type()) {
                case ARRAY -> "a list";
                case NULL -> "nothing (null)";
                default -> "a single value";
            };
            throw new Unreadable("The file holds " + what + ", not an OpenAPI document.", HINT, 1, 1);
        }
        Node openapi = root.at("openapi");
        if (openapi.isPresent()) {
            return openapi(openapi);
        }
        Node swagger = root.at("swagger");
        if (swagger.isPresent()) {
            if (swagger.text().equals("2.0") || swagger.text().equals("2")) {
                return Dialect.SWAGGER_2_0;
            }
            throw unsupported("Swagger", swagger);
        }
        throw unrecognised(root);
    }

    private static Dialect openapi(Node version) throws Unreadable {
        String text = version.text();
        if (text.equals("3.0") || text.startsWith("3.0.")) {
            return Dialect.OPENAPI_3_0;
        }
        if (text.equals("3.1") || text.startsWith("3.1.")) {
            return Dialect.OPENAPI_3_1;
        }
        throw unsupported("OpenAPI", version);
    }

    private static Unreadable unsupported(String name, Node version) {
        String text = version.text().length() > 20 ? version.text().substring(0, 20) + "…" : version.text();
        return new Unreadable(SpecProblem.error("This is %s %s, which is not supported.".formatted(name, text), HINT)
                .at("#/" + name.toLowerCase(Locale.ROOT), version.line(), version.column()));
    }

    private static Unreadable unrecognised(Node root) {
        if (root.at("info").has("_postman_id")
                || root.at("info").at("schema").text().contains("postman")) {
            return notOurs("a Postman collection");
        }
        for (Map.Entry<String, String> other : OTHER_KEYS.entrySet()) {
            if (root.has(other.getKey())) {
                return notOurs(other.getValue());
            }
        }
        return new Unreadable(SpecProblem.error(
                        "The document does not say which version of OpenAPI it is.",
                        "Add “openapi: 3.1.0” (or “swagger: \"2.0\"”) at the top.")
                .at("#", root.line(), root.column()));
    }

    private static Unreadable notOurs(String what) {
        return new Unreadable("This is " + what + ".", HINT, 1, 1);
    }
}
