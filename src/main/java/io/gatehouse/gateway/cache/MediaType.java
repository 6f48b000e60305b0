package io.gatehouse.gateway.cache;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A media type as Content-Type says it; upper and lower case and the order of parameters make no difference. */
public record MediaType(String type, String subtype, Set<String> parameters) {

    public static MediaType of(String text) {
        String[] parts = text.toLowerCase(Locale.ROOT).split(";");
        String[] names = parts[0].strip().split("/", 2);
        Set<String> parameters = Arrays.stream(parts)
                .skip(1)
                .map(parameter -> parameter.replaceAll("[\\s\"]", ""))
                .filter(parameter -> !parameter.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        return new MediaType(names[0], names.length > 1 ? names[1] : "", parameters);
    }

    /** Whether it is what the other describes, of which type or subtype may be {@code *}. */
    public boolean isOneOf(MediaType described) {
        return (described.type.equals("*") || described.type.equals(type))
                && (described.subtype.equals("*") || described.subtype.equals(subtype))
                && described.parameters.equals(parameters);
    }
}
