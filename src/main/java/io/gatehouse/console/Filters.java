package io.gatehouse.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The filters of a list as they stand in its address, so that a view can be linked and the pager keeps them. Immutable. */
final class Filters {
    private final String path;
    private final Map<String, String> chosen;

    private Filters(String path, Map<String, String> chosen) {
        this.path = path;
        this.chosen = chosen;
    }

    static Filters of(String path) {
        return new Filters(path, Map.of());
    }

    /** One more filter; nothing chosen leaves it out. */
    Filters with(String name, Object value) {
        String text = value == null ? "" : value.toString().strip();
        if (text.isEmpty()) return this;
        Map<String, String> more = new LinkedHashMap<>(chosen);
        more.put(name, text);
        return new Filters(path, more);
    }

    public String value(String name) {
        return chosen.getOrDefault(name, "");
    }

    public boolean has(String name, String value) {
        return value(name).equals(value);
    }

    /** Is anything filtered at all? An empty list then says so and offers the way out. */
    public boolean isActive() {
        return !chosen.isEmpty();
    }

    /** The list without filters. */
    public String path() {
        return path;
    }

    /** The address up to where the pager adds its page. */
    public String pagerPath() {
        StringBuilder address = new StringBuilder(path).append('?');
        chosen.forEach((name, value) ->
                address.append(encoded(name)).append('=').append(encoded(value)).append('&'));
        return address.toString();
    }

    /** The address with the filters. */
    public String address() {
        String address = pagerPath();
        return address.substring(0, address.length() - 1);
    }

    /** Does the text typed into the search box stand in one of these? */
    boolean finds(String... texts) {
        String sought = lower(value("q"));
        if (sought.isEmpty()) return true;
        for (String text : texts) if (text != null && lower(text).contains(sought)) return true;
        return false;
    }

    private static String lower(String text) {
        return text.toLowerCase(java.util.Locale.ROOT);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
