package io.gatehouse.catalog.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A parsed OpenAPI document: what pages and lists need at once, and the tree for everything that is read when it is shown.
 * References are followed by {@link Refs} as late as possible, so that a small file cannot unfold into a huge model.
 *
 * @param version     the API's own version, as its author wrote it
 * @param description Markdown, maybe with HTML: show it through the sanitiser only
 * @param openapi     the version of OpenAPI as written, such as {@code 3.0.3}
 * @param sourceHash  SHA-256 of the original bytes, hex
 */
public record Spec(
        String title,
        String version,
        String description,
        Format format,
        Dialect dialect,
        String openapi,
        String sourceHash,
        List<Server> servers,
        Map<String, SecurityScheme> securitySchemes,
        List<Tag> tags,
        List<Operation> operations,
        Node root) {

    public enum Format {
        JSON,
        YAML
    }

    /** The generations of OpenAPI that we read. */
    public enum Dialect {
        SWAGGER_2_0("Swagger 2.0"),
        OPENAPI_3_0("OpenAPI 3.0"),
        OPENAPI_3_1("OpenAPI 3.1");

        private final String label;

        Dialect(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** An address that the spec names for the API; the gateway's own address takes its place in samples. */
    public record Server(String url, String description) {}

    /**
     * A way to authenticate.
     *
     * @param type      as OpenAPI names it: {@code apiKey}, {@code http}, {@code oauth2}, {@code openIdConnect}, {@code mutualTLS}
     * @param scheme    for {@code http}: {@code bearer}, {@code basic}, ...
     * @param in        for {@code apiKey}: {@code header}, {@code query} or {@code cookie}
     * @param parameter for {@code apiKey}: name of the header, query parameter or cookie
     */
    public record SecurityScheme(
            String name, String type, String scheme, String in, String parameter, String description) {}

    /** A group of operations; tags that only operations mention have no description. */
    public record Tag(String name, String description) {}

    /**
     * One operation, or one webhook (which the API calls, so that it has no path of its own).
     *
     * @param slug     name in URLs, unique in its spec
     * @param method   upper case
     * @param path     path template; the name of a webhook
     * @param title    the summary if it is a line of plain text, or what else names the operation best
     * @param node     the operation's own part of the tree
     * @param pathItem the path item it stands in, with the parameters and servers that operations share
     */
    public record Operation(
            String slug,
            String method,
            String path,
            boolean webhook,
            String operationId,
            String title,
            String summary,
            String description,
            List<String> tags,
            boolean deprecated,
            Node node,
            Node pathItem) {}

    public Optional<Operation> operation(String slug) {
        return operations.stream()
                .filter(operation -> operation.slug().equals(slug))
                .findFirst();
    }
}
