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

    /** One operation in a list; the tag is its first one, or empty. */
    public record Row(String slug, String method, String path, String title, String tag, boolean deprecated) {}
}
