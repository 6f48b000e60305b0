package io.gatehouse.web;

import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a list is narrowed to: read from the address, so that every view can be linked, and written back into the links of
 * its pages.
 *
 * @param path of the list itself
 * @param given the filters that were filled in
 * @param page counts from 1
 */
public record Filters(String path, Map<String, String> given, int page) {
    private static final int MOST_CHARACTERS = 200;
    private static final int LAST_PAGE = 1_000_000;

    /** Reads the named filters and the page; what is not understood counts as not given. */
    public static Filters of(String path, UriInfo address, String... names) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String name : names) {
            String value = address.getQueryParameters().getFirst(name);
            if (value == null || value.isBlank()) continue;
            String clean = value.strip();
            given.put(name, clean.substring(0, Math.min(clean.length(), MOST_CHARACTERS)));
        }
        return new Filters(path, given, pageOf(address));
    }

    private static int pageOf(UriInfo address) {
        String typed = address.getQueryParameters().getFirst("page");
        if (typed == null || !typed.matches("[0-9]{1,7}")) return 1;
        return Math.max(1, Math.min(LAST_PAGE, Integer.parseInt(typed)));
    }

    public String value(String name) {
        return given.getOrDefault(name, "");
    }

    /** The filter as one of an enum's constants, which addresses spell in lower case. */
    public <E extends Enum<E>> Optional<E> choice(String name, Class<E> kind) {
        try {
            return Optional.of(Enum.valueOf(kind, value(name).toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public boolean any() {
        return !given.isEmpty();
    }

    public boolean has(String name, String value) {
        return value(name).equals(value);
    }

    /** For lists that are in memory: does each word of the search {@code q} stand in one of these texts? */
    public boolean finds(String... texts) {
        String all = Stream.of(texts)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("\n"))
                .toLowerCase(Locale.ROOT);
        return Stream.of(value("q").toLowerCase(Locale.ROOT).split("\\s+")).allMatch(all::contains);
    }

    /** The address of this view, open for one more parameter. */
    public String open() {
        return path + "?" + query();
    }

    /** The filters as a query, with {@code &} at the end unless there are none. */
    public String query() {
        return given.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8) + "&")
                .collect(Collectors.joining());
    }
}
