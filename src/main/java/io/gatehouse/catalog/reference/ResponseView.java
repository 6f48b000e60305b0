package io.gatehouse.catalog.reference;

import java.util.List;
import java.util.Map;

/**
 * One answer that an operation may give.
 *
 * @param status {@code 200}, {@code 4XX}, {@code default}
 * @param note   why nothing is known of it; empty when all is well
 */
public record ResponseView(
        String status, String description, List<SchemaRow> headers, List<MediaView> media, String note) {
    private static final Map<String, String> PHRASES = Map.ofEntries(
            Map.entry("200", "OK"),
            Map.entry("201", "Created"),
            Map.entry("202", "Accepted"),
            Map.entry("204", "No content"),
            Map.entry("206", "Partial content"),
            Map.entry("301", "Moved permanently"),
            Map.entry("302", "Found"),
            Map.entry("303", "See other"),
            Map.entry("304", "Not modified"),
            Map.entry("307", "Temporary redirect"),
            Map.entry("400", "Bad request"),
            Map.entry("401", "Unauthorized"),
            Map.entry("402", "Payment required"),
            Map.entry("403", "Forbidden"),
            Map.entry("404", "Not found"),
            Map.entry("405", "Method not allowed"),
            Map.entry("406", "Not acceptable"),
            Map.entry("409", "Conflict"),
            Map.entry("410", "Gone"),
            Map.entry("412", "Precondition failed"),
            Map.entry("413", "Content too large"),
            Map.entry("415", "Unsupported media type"),
            Map.entry("422", "Unprocessable content"),
            Map.entry("429", "Too many requests"),
            Map.entry("500", "Internal server error"),
            Map.entry("501", "Not implemented"),
            Map.entry("502", "Bad gateway"),
            Map.entry("503", "Service unavailable"),
            Map.entry("504", "Gateway timeout"));

    public String phrase() {
        return status.equals("default") ? "Any other answer" : PHRASES.getOrDefault(status, "");
    }

    /** Tone of a badge. */
    public String tone() {
        return switch (status.isEmpty() ? ' ' : status.charAt(0)) {
            case '2' -> "success";
            case '3' -> "info";
            case '4' -> "warning";
            case '5' -> "danger";
            default -> "neutral";
        };
    }

    /** Whether there is more to show than the description. */
    public boolean hasDetails() {
        return !headers.isEmpty() || !media.isEmpty();
    }

    /** The format of the example. */
    public String mediaName() {
        return media.stream()
                .filter(each -> !each.examples().isEmpty())
                .map(MediaView::type)
                .findFirst()
                .orElse("");
    }

    /** What the answer looks like, in its first format that has an example; null when none has. */
    public ExampleText example() {
        return media.stream()
                .filter(each -> !each.examples().isEmpty())
                .map(each -> each.examples().get(0))
                .findFirst()
                .orElse(null);
    }
}
