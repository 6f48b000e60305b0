package io.gatehouse.gateway.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;

/**
 * What a message must look like: a beginning of the first line, some fields ({@code Name: value}; {@code Name: ~regex}; {@code !Name}
 * for one that must not be there), and a body if one is given ({@code ~regex}, or exactly; JSON whatever its blanks).
 */
record Expected(String firstLine, List<String> fields, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Expected of(String text) {
        String[] headAndBody = text.strip().split("\n\n", 2);
        List<String> lines = Arrays.asList(headAndBody[0].split("\n"));
        return new Expected(
                lines.get(0), lines.subList(1, lines.size()), headAndBody.length > 1 ? headAndBody[1] : null);
    }

    void check(String message) {
        String[] headAndBody = message.split("\r\n\r\n", 2);
        List<String> lines = Arrays.asList(headAndBody[0].split("\r\n"));
        assertTrue(lines.get(0).startsWith(firstLine), firstLine + " but it is " + message);
        for (String field : fields) checkField(field, lines.subList(1, lines.size()), message);
        if (body != null) checkBody(body.strip(), headAndBody[1]);
    }

    private static void checkField(String field, List<String> lines, String message) {
        if (field.startsWith("!")) {
            String name = field.substring(1) + ":";
            boolean there = lines.stream().anyMatch(line -> line.regionMatches(true, 0, name, 0, name.length()));
            assertFalse(there, field + " but it is " + message);
            return;
        }
        int colon = field.indexOf(": ");
        String name = field.substring(0, colon + 2);
        String value = field.substring(colon + 2);
        boolean there = lines.stream()
                .filter(line -> line.regionMatches(true, 0, name, 0, name.length()))
                .map(line -> line.substring(name.length()))
                .anyMatch(actual -> value.startsWith("~") ? actual.matches(value.substring(1)) : actual.equals(value));
        assertTrue(there, field + " but it is " + message);
    }

    private static void checkBody(String expected, String actual) {
        if (expected.startsWith("~")) {
            assertTrue(actual.matches("(?s)" + expected.substring(1)), expected + " but it is " + actual);
            return;
        }
        try {
            assertEquals(JSON.readTree(expected), JSON.readTree(actual));
        } catch (JsonProcessingException e) {
            assertEquals(expected, actual);
        }
    }
}
