package io.gatehouse.catalog.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.catalog.spec.Spec;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTreeTest {

    @Test
    void an_object_unfolds_into_its_properties_with_their_rules() {
        SchemaRow pet = Documents.tree(Documents.schemas("3.0.3", """
                Pet:
                  type: object
                  required: [id]
                  properties:
                    id: {type: integer, format: int64, minimum: 1, description: The number}
                    name: {type: string, maxLength: 40, example: Rex}
                    kind: {type: string, enum: [cat, dog], default: cat}
                    old: {type: string, deprecated: true, nullable: true}
                """), "Pet");
        assertEquals(List.of("id", "name", "kind", "old"), names(pet));
        SchemaRow id = pet.children().get(0);
        assertTrue(id.required());
        assertEquals("integer", id.types().label());
        assertEquals("int64", id.types().format());
        assertEquals(List.of(new Fact("≥", "1")), id.facts());
        assertEquals("The number", id.description());
        SchemaRow name = pet.children().get(1);
        assertEquals(List.of(new Fact("at most 40 characters", "")), name.facts());
        assertEquals("Rex", name.example());
        assertEquals(List.of("cat", "dog"), pet.children().get(2).values());
        SchemaRow old = pet.children().get(3);
        assertTrue(old.deprecated());
        assertEquals("string or null", old.types().label());
    }

    @Test
    void types_of_3_1_are_said_in_words() {
        Spec spec = Documents.schemas("3.1.0", """
                A: {type: [string, 'null']}
                B: {type: [string, integer]}
                C: {anyOf: [{$ref: '#/components/schemas/D'}, {type: 'null'}]}
                D: {type: object, properties: {x: {type: string}}}
                E: {type: array, items: {type: array, items: {$ref: '#/components/schemas/D'}}}
                F: {const: 7}
                G: {}
                H: {type: object, additionalProperties: {type: number}}
                I: {type: number, exclusiveMinimum: 0, maximum: 9}
                J: {type: array, prefixItems: [{type: string}, {type: number}]}
                """);
        assertEquals("string or null", label(spec, "A"));
        assertEquals("string or integer", label(spec, "B"));
        assertEquals("D or null", label(spec, "C"));
        assertEquals(List.of("x"), names(Documents.tree(spec, "C")));
        assertEquals("array of array of D", label(spec, "E"));
        assertEquals(List.of("x"), names(Documents.tree(spec, "E")));
        assertEquals("number", label(spec, "F"));
        assertEquals("any", label(spec, "G"));
        assertEquals("map", label(spec, "H"));
        assertEquals(List.of("any name"), names(Documents.tree(spec, "H")));
        assertEquals(
                List.of(new Fact(">", "0"), new Fact("≤", "9")),
                Documents.tree(spec, "I").facts());
        assertEquals(List.of("[0]", "[1]"), names(Documents.tree(spec, "J")));
    }

    @Test
    void all_of_is_laid_together_and_one_of_is_a_choice() {
        Spec spec = Documents.schemas("3.0.3", """
                Dog:
                  allOf:
                    - $ref: '#/components/schemas/Pet'
                    - type: object
                      required: [bark]
                      properties: {bark: {type: string}}
                Cat: {type: object, properties: {purr: {type: boolean}}}
                Pet: {type: object, required: [name], properties: {name: {type: string}, friend: {$ref: '#/components/schemas/Dog'}}}
                Any: {oneOf: [{$ref: '#/components/schemas/Dog'}, {$ref: '#/components/schemas/Cat'}], discriminator: {propertyName: kind}}
                """);
        SchemaRow dog = Documents.tree(spec, "Dog");
        assertEquals(List.of("name", "friend", "bark"), names(dog));
        assertTrue(dog.children().get(2).required());
        SchemaRow any = Documents.tree(spec, "Any");
        assertEquals("one of", any.types().label());
        assertEquals(List.of("Dog", "Cat"), names(any));
        assertTrue(any.children().get(0).isChoice());
        assertEquals(List.of(new Fact("told apart by", "kind")), any.facts());
        assertEquals("2 choices", any.childrenTitle());
    }

    @Test
    void a_schema_that_contains_itself_is_named_and_not_unfolded_again() {
        Spec spec = Documents.schemas("3.0.3", """
                Node: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}, all: {type: array, items: {$ref: '#/components/schemas/Node'}}}}
                """);
        SchemaRow node = Documents.tree(spec, "Node");
        assertEquals(
                "Contains itself: Node, shown above.", node.children().get(0).note());
        assertTrue(node.children().get(0).children().isEmpty());
        assertEquals("array of Node", node.children().get(1).types().label());
        assertTrue(node.children().get(1).children().isEmpty());
    }

    @Test
    void what_two_schemas_share_is_no_circle() {
        Spec spec = Documents.schemas("3.0.3", """
                Base: {type: object, properties: {id: {type: string}}}
                Order: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {by: {$ref: '#/components/schemas/Person'}}}]}
                Person: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {name: {type: string}}}]}
                """);
        SchemaRow person = Documents.tree(spec, "Order").children().get(1);
        assertEquals("", person.note());
        assertEquals(List.of("id", "name"), names(person));
    }

    @Test
    void references_that_lead_nowhere_are_told_and_never_followed() {
        Spec spec = Documents.schemas("3.0.3", """
                A:
                  type: object
                  properties:
                    out: {$ref: 'https://example.com/pet.yaml#/Pet'}
                    file: {$ref: '../secret.yaml'}
                    none: {$ref: '#/components/schemas/None'}
                    loop: {$ref: '#/components/schemas/Loop'}
                Loop: {$ref: '#/components/schemas/Loop'}
                """);
        List<SchemaRow> rows = Documents.tree(spec, "A").children();
        assertEquals(
                "Described outside of this document: https://example.com/pet.yaml#/Pet",
                rows.get(0).note());
        assertEquals(
                "Described outside of this document: ../secret.yaml",
                rows.get(1).note());
        assertEquals(
                "The document has nothing at #/components/schemas/None.",
                rows.get(2).note());
        assertFalse(rows.get(3).note().isEmpty());
    }

    @Test
    void each_direction_leaves_out_what_the_other_has() {
        Spec spec = Documents.schemas("3.0.3", """
                User: {type: object, required: [id], properties: {id: {type: string, readOnly: true}, password: {type: string, writeOnly: true}, name: {type: string}}}
                """);
        assertEquals(List.of("password", "name"), names(Documents.tree(spec, "User", Direction.REQUEST, 50)));
        SchemaRow answer = Documents.tree(spec, "User", Direction.RESPONSE, 50);
        assertEquals(List.of("id", "name"), names(answer));
        assertFalse(answer.children().get(0).required());
    }

    @Test
    void when_the_lines_are_spent_the_deepest_are_left_out_and_have_a_page_of_their_own() {
        Spec spec = Documents.schemas("3.0.3", """
                Top: {type: object, properties: {a: {$ref: '#/components/schemas/Sub'}, b: {type: string}, c: {type: string}}}
                Sub: {type: object, properties: {x: {type: string}, y: {type: string}}}
                """);
        SchemaRow top = Documents.tree(spec, "Top", Direction.BOTH, 4);
        assertEquals(List.of("a", "b", "c"), names(top));
        assertEquals("Sub", top.children().get(0).more());
        assertTrue(top.children().get(0).children().isEmpty());
    }

    private static List<String> names(SchemaRow row) {
        return row.children().stream().map(SchemaRow::name).toList();
    }

    private static String label(Spec spec, String name) {
        return Documents.tree(spec, name).types().label();
    }
}
