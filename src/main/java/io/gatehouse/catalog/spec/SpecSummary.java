package io.gatehouse.catalog.spec;

import java.util.List;

/**
 * What lists, cards and search need to know of a spec, small enough to be kept as JSON beside it, so that none of them parses.
 *
 * @param excerpt        the beginning of the description as plain text
 * @param dialect        for people: {@code OpenAPI 3.1}
 * @param authentication the ways to authenticate, for people: {@code API key}, {@code Bearer token}
 * @param operationCount operations and webhooks
 * @param warningCount   how many warnings the parser had
 */
public record SpecSummary(
        String title,
        String version,
        String excerpt,
        String dialect,
        List<String> servers,
        List<String> authentication,
        List<String> tags,
        int operationCount,
        int warningCount,
        List<Row> operations) {
    private static final int EXCERPT = 240;

    /** One operation in a list; the tag is its first one, or empty. */
    public record Row(String slug, String method, String path, String title, String tag, boolean deprecated) {}

    public static SpecSummary of(Spec spec, List<SpecProblem> warnings) {
        return new SpecSummary(
                spec.title(),
                spec.version(),
                PlainText.excerpt(spec.description(), EXCERPT),
                spec.dialect().label(),
                spec.servers().stream().map(Spec.Server::url).toList(),
                spec.securitySchemes().values().stream()
                        .map(SpecSummary::words)
                        .distinct()
                        .toList(),
                spec.tags().stream().map(Spec.Tag::name).toList(),
                spec.operations().size(),
                warnings.size(),
                spec.operations().stream().map(SpecSummary::row).toList());
    }

    private static Row row(Spec.Operation operation) {
        String tag = operation.tags().isEmpty() ? "" : operation.tags().get(0);
        return new Row(
                operation.slug(), operation.method(), operation.path(), operation.title(), tag, operation.deprecated());
    }

    private static String words(Spec.SecurityScheme scheme) {
        return switch (scheme.type()) {
            case "apiKey" -> "API key";
            case "oauth2" -> "OAuth 2.0";
            case "openIdConnect" -> "OpenID Connect";
            case "mutualTLS" -> "Client certificate";
            case "http" ->
                switch (scheme.scheme()) {
                    case "bearer" -> "Bearer token";
                    case "basic" -> "Basic authentication";
                    default -> "HTTP authentication";
                };
            default -> "Other";
        };
    }
}
