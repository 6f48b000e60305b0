package io.gatehouse.catalog.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.catalog.spec.JsonText;
import io.gatehouse.catalog.spec.Refs;
import io.gatehouse.catalog.spec.Spec;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExamplesTest {

    @Test
    void what_the_author_says_comes_first() {
        Spec spec = Documents.schemas("3.1.0", """
                A:
                  type: object
                  properties:
                    example: {type: string, example: one}
                    examples: {type: string, examples: [two, three]}
                    const: {const: 7}
                    default: {type: boolean, default: false}
                    enum: {type: string, enum: [x, y]}
                    date: {type: string, format: date-time}
                    least: {type: integer, minimum: 18}
                    list: {type: array, items: {type: number}}
                    nothing: {type: 'null'}
                """);
        assertEquals(
                "{\"example\":\"one\",\"examples\":\"two\",\"const\":7,\"default\":false,\"enum\":\"x\","
                        + "\"date\":\"2026-05-17T09:30:00Z\",\"least\":18,\"list\":[1.5],\"nothing\":null}",
                json(spec, "A", Direction.RESPONSE));
    }

    @Test
    void a_request_holds_the_least_and_an_answer_what_may_come() {
        Spec spec = Documents.schemas("3.0.3", """
                A: {type: object, required: [a], properties: {a: {type: string}, b: {type: string}, id: {type: string, readOnly: true}}}
                """);
        assertEquals("{\"a\":\"string\"}", json(spec, "A", Direction.REQUEST));
        assertEquals("{\"a\":\"string\",\"b\":\"string\",\"id\":\"string\"}", json(spec, "A", Direction.RESPONSE));
    }

    @Test
    void a_circle_ends_in_a_word() {
        Spec spec = Documents.schemas("3.0.3", """
                Tree: {type: object, properties: {name: {type: string}, children: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}
                """);
        assertEquals("{\"name\":\"string\",\"children\":[\"recursive\"]}", json(spec, "Tree", Direction.RESPONSE));
    }

    @Test
    void a_small_document_cannot_unfold_into_a_huge_example() {
        String bomb = IntStream.range(0, 12)
                .mapToObj(level -> "L" + level + ": {type: object, properties: {"
                        + IntStream.range(0, 10)
                                .mapToObj(i -> "p" + i + ": {$ref: '#/components/schemas/L" + (level + 1) + "'}")
                                .collect(Collectors.joining(", "))
                        + "}}")
                .collect(Collectors.joining("\n", "", "\nL12: {type: string}\n"));
        Spec spec = Documents.schemas("3.0.3", bomb);
        assertTrue(json(spec, "L0", Direction.RESPONSE).length() < 10_000);
        assertTrue(lines(Documents.tree(spec, "L0", Direction.RESPONSE, 500)) < 600);
    }

    private static int lines(SchemaRow row) {
        return 1 + row.children().stream().mapToInt(ExamplesTest::lines).sum();
    }

    private static String json(Spec spec, String name, Direction direction) {
        return JsonText.compact(Examples.of(Documents.schema(spec, name), new Refs(spec.root()), direction));
    }
}
