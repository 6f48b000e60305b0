package io.gatehouse.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.ConfigJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Which part of a list is asked for.
 *
 * @param after the last entity that the caller has; null to begin
 * @param tags null for any
 * @param all whether an entity must have all of the tags, or one of them
 */
record ListQuery(UUID after, int size, Set<String> tags, boolean all) {
    private static final int USUAL_SIZE = 100;
    private static final int MOST_SIZE = 1_000;
    private static final int MOST_TAGS = 5;

    static ListQuery of(AdminCall call) {
        String tags = call.argument("tags").orElse(null);
        boolean any = tags != null && tags.contains("/");
        return new ListQuery(
                call.argument("offset").map(ListQuery::id).orElse(null),
                call.argument("size").map(ListQuery::size).orElse(USUAL_SIZE),
                tags == null ? null : tags(tags),
                !any);
    }

    boolean takes(Stored stored) {
        if (tags == null) return true;
        List<String> own = new ArrayList<>();
        stored.body().path("tags").forEach(tag -> own.add(tag.asText()));
        return all ? own.containsAll(tags) : own.stream().anyMatch(tags::contains);
    }

    /** @param rows one more than fits when there is a next page */
    ObjectNode page(AdminCall call, List<Stored> rows, boolean isNested, Function<Stored, ObjectNode> shown) {
        ObjectNode page = ConfigJson.MAPPER.createObjectNode();
        ArrayNode data = page.putArray("data");
        rows.stream().limit(size).forEach(row -> data.add(shown.apply(row)));
        if (rows.size() <= size) return page.set("next", null);
        String offset = offset(rows.get(size - 1).id());
        page.put("offset", offset);
        StringBuilder next = new StringBuilder(call.path()).append("?offset=").append(offset);
        for (String name : isNested ? List.<String>of() : List.of("tags", "size"))
            call.argument(name)
                    .ifPresent(value -> next.append('&')
                            .append(name)
                            .append('=')
                            .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return page.put("next", next.toString());
    }

    /** For a list that is in memory already. */
    List<Stored> cut(List<Stored> rows) {
        return rows.stream()
                .sorted(Comparator.comparing(row -> row.id().toString()))
                .filter(row -> after == null || row.id().toString().compareTo(after.toString()) > 0)
                .limit(size + 1L)
                .toList();
    }

    private static String offset(UUID id) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(id.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static UUID id(String offset) {
        try {
            return UUID.fromString(new String(Base64.getUrlDecoder().decode(offset), StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw KongErrors.of(
                    400, 7, "invalid offset", "'" + offset + "' is not a valid offset: bad base64 encoding");
        }
    }

    private static int size(String given) {
        try {
            int size = Integer.parseInt(given);
            if (size >= 1 && size <= MOST_SIZE) return size;
        } catch (NumberFormatException e) {
            throw KongErrors.of(400, 9, "invalid size", "size must be a number");
        }
        throw KongErrors.of(400, 9, "invalid size", "size must be an integer between 1 and " + MOST_SIZE);
    }

    private static Set<String> tags(String given) {
        if (given.isBlank()) throw invalid("cannot be null");
        if (given.contains(",") && given.contains("/")) throw invalid("invalid filter syntax");
        Set<String> tags = Set.copyOf(List.of(given.split("[,/]")));
        if (tags.size() > MOST_TAGS) throw invalid("at most " + MOST_TAGS + " tags");
        return tags;
    }

    private static AdminProblem invalid(String why) {
        return KongErrors.of(400, 11, "invalid options", "invalid option (tags: " + why + ")");
    }
}
