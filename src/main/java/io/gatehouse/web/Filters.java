package io.gatehouse.web;

import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a list is narrowed to: read from the address, so that every view can be linked, and written back into the links of
 * its pages.
 *
 * @param path of the list itself
 * @param given the filters that were filled in
 * @param page counts from 1
 * @param notes what was asked for and left out, in words for that person
 */
public record Filters(String path, Map<String, String> given, int page, List<String> notes) {
    private static final int MOST_CHARACTERS = 200;

    /** Reads the named filters and the page; a page that is no number is the first. */
    public static Filters of(String path, UriInfo address, String... names) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String name : names) {
            String value = address.getQueryParameters().getFirst(name);
            if (value == null || value.isBlank()) continue;
            String clean = value.strip();
            given.put(name, clean.substring(0, Math.min(clean.length(), MOST_CHARACTERS)));
        }
        String page = address.getQueryParameters().getFirst("page");
        if (page == null) return new Filters(path, given, 1, List.of());
        if (page.matches("0*[1-9][0-9]{0,5}")) return new Filters(path, given, Integer.parseInt(page), List.of());
        String note = "“" + Text.cut(page, MOST_CHARACTERS) + "” is no page number, so this is the first page.";
        return new Filters(path, given, 1, List.of(note));
    }

    /** Without the filter if its value is none that there is; then with a note. */
    public Filters only(String name, Predicate<String> exists) {
        String value = value(name);
        if (value.isEmpty() || exists.test(value)) return this;
        Map<String, String> fewer = new LinkedHashMap<>(given);
        fewer.remove(name);
        List<String> more = new ArrayList<>(notes);
        more.add("The filter “" + name + "” has no “" + value + "”, so it was left out.");
        return new Filters(path, fewer, page, more);
    }

    public <E extends Enum<E>> Filters only(String name, Class<E> kind) {
        return only(name, value -> choice(name, kind).isPresent());
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
