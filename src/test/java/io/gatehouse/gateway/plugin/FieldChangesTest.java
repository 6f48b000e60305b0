package io.gatehouse.gateway.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldChangesTest {

    @Test
    void the_order_is_remove_rename_replace_add_append() {
        FieldChanges changes = new FieldChanges(
                List.of("a"), List.of("b:c"), List.of("c:1", "absent:1"), List.of("c:2", "a:2"), List.of("a:3", "d:3"));
        assertEquals("c=1&a=2&a=3&d=3", onArguments("a=0&b=0&c=0&c=0", changes));
        assertEquals("{\"c\":\"1\",\"a\":[\"2\",\"3\"],\"d\":[\"3\"]}", onJson("{\"a\":0,\"b\":0}", true, changes));
    }

    @Test
    void a_value_runs_to_its_end_whatever_stands_in_it() {
        FieldChanges changes =
                new FieldChanges(List.of(), List.of(), List.of(), List.of("url:https://a:1/?b=c"), List.of());
        assertEquals("{\"url\":\"https://a:1/?b=c\"}", onJson("{}", true, changes));
    }

    @Test
    void templates_see_the_request_before_any_change() {
        FieldChanges changes = new FieldChanges(
                List.of("q"), List.of(), List.of(), List.of("copy:$(query_params.q or 'none')"), List.of());
        Arguments query = Arguments.parse("q=1");
        changes.render(valuesOf(query)).applyTo(query);
        assertEquals("copy=1", query.encoded());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "{};{}",
                "{\"a\":{\"b\":1}};{\"a\":{\"b\":\"x\"}}",
                "{\"a\":5};{\"a\":5}",
                "{\"a.b\":1};{\"a.b\":1}",
            },
            delimiter = ';')
    void a_dot_can_lead_into_an_object(String body, String expected) {
        FieldChanges changes = new FieldChanges(List.of(), List.of(), List.of("a.b:x"), List.of(), List.of());
        assertEquals(expected, onJson(body, false, changes));
    }

    @Test
    void adding_makes_the_objects_on_the_way_but_overwrites_nothing() {
        FieldChanges changes = new FieldChanges(List.of(), List.of(), List.of(), List.of("a.b.c:x"), List.of());
        assertEquals("{\"a\":{\"b\":{\"c\":\"x\"}}}", onJson("{}", false, changes));
        assertEquals("{\"a\":[1]}", onJson("{\"a\":[1]}", false, changes));
    }

    @Test
    void numbers_keep_every_digit() {
        FieldChanges nothing = new FieldChanges(List.of(), List.of(), List.of(), List.of(), List.of());
        String body = "{\"price\":1.10,\"id\":123456789012345678901234567890,\"e\":0.1000000000000000000001}";
        assertEquals(body, onJson(body, true, nothing));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "\"a\"", "{\"a\":1", "a=1", "{} {}", "null"})
    void what_is_no_json_object_is_not_read_as_one(String body) {
        assertTrue(JsonFields.parse(body.getBytes(StandardCharsets.UTF_8), true).isEmpty());
    }

    @Test
    void an_empty_body_is_an_empty_object() {
        assertEquals(
                "{\"model\":\"m\"}",
                onJson("", true, new FieldChanges(List.of(), List.of(), List.of(), List.of("model:m"), List.of())));
    }

    private static String onArguments(String encoded, FieldChanges changes) {
        Arguments arguments = Arguments.parse(encoded);
        changes.render(valuesOf(arguments)).applyTo(arguments);
        return arguments.encoded();
    }

    private static String onJson(String body, boolean dotsInKeys, FieldChanges changes) {
        JsonFields json = JsonFields.parse(body.getBytes(StandardCharsets.UTF_8), dotsInKeys)
                .orElseThrow();
        changes.render(valuesOf(Arguments.parse(""))).applyTo(json);
        return new String(json.bytes(), StandardCharsets.UTF_8);
    }

    private static Template.Values valuesOf(Arguments query) {
        return new Template.Values() {
            @Override
            public String header(String name) {
                return null;
            }

            @Override
            public String queryParam(String name) {
                return query.first(name);
            }

            @Override
            public String uriCapture(String nameOrNumber) {
                return null;
            }
        };
    }
}
