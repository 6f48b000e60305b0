package io.gatehouse.gateway.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.ConfigJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JsonSchemasTest {
    @ParameterizedTest
    @EnumSource
    void a_value_that_fits_has_no_problem(SchemaLanguage language) {
        ValueCheck check =
                compile("{'type':'object','required':['a'],'properties':{'a':{'type':'integer'}}}", language);
        assertNull(check.problem(json("{'a':1}")));
        assertEquals("/a string found, integer expected", check.problem(json("{'a':'1'}")));
        assertEquals("required property 'a' not found", check.problem(json("{}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Each version has its own words.
                "DRAFT4      | {'minimum':5,'exclusiveMinimum':true} | 5 | 6",
                "DRAFT6      | {'exclusiveMinimum':5}                | 5 | 6",
                "DRAFT6      | {'const':1}                           | 2 | 1",
                "DRAFT7      | {'if':{'const':1},'then':false}       | 1 | 2",
                "DRAFT201909 | {'dependentRequired':{'a':['b']}}     | {'a':1} | {'a':1,'b':1}",
                "DRAFT202012 | {'prefixItems':[{'type':'string'}]}   | [1] | ['a']",
                "DRAFT202012 | {'unevaluatedProperties':false,'allOf':[{'properties':{'a':{}}}]} | {'b':1} | {'a':1}",
                "DRAFT202012 | {'$defs':{'s':{'$anchor':'s','type':'string'}},'$ref':'#s'} | 1 | 'a'",
                "OPENAPI30   | {'type':'string','nullable':true}     | 1 | null",
                "OPENAPI30   | {'type':'integer','format':'int32'}   | 3000000000 | 2000000000",
                "OPENAPI31   | {'type':['string','null']}            | 1 | null",
                "DRAFT7      | {'type':'integer'}                    | 1.5 | 1.0",
                "DRAFT4      | {'type':'string','format':'date-time'}| 'now' | '2026-01-31T10:00:00Z'",
                // A dollar sign is the end, not the line before it.
                "DRAFT7      | {'pattern':'^a$'}                     | 'a\\n' | 'a'",
                "DRAFT7      | {'pattern':'[$]'}                     | 'a' | '$'",
                // Numbers beyond all measure end the check, not the gateway.
                "DRAFT7      | {'multipleOf':0.01}                   | 1e999 | 19.99",
            })
    void a_version_of_the_language_has_its_words(SchemaLanguage language, String schema, String wrong, String right) {
        ValueCheck check = compile(schema, language);
        assertNotNull(check.problem(json(wrong)));
        assertNull(check.problem(json(right)));
    }

    @Test
    void what_only_the_server_says_need_not_be_sent_and_may_be() {
        ValueCheck check = compile(
                "{'required':['id'],'properties':{'id':{'type':'string','readOnly':true}}}", SchemaLanguage.OPENAPI30);
        assertNull(check.problem(json("{}")));
        assertNull(check.problem(json("{'id':'1'}")));
        assertNotNull(check.problem(json("{'id':1}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'$ref':'http://127.0.0.1:1/schema.json'}          | not allowed to be loaded",
                "{'$ref':'file:///etc/passwd'}                      | not allowed to be loaded",
                "{'properties':{'a':{'$ref':'classpath:/x.json'}}}  | not allowed to be loaded",
                "{'$id':'http://127.0.0.1:1/a','$ref':'b.json'}     | not allowed to be loaded",
                "{'$ref':'#/definitions/nothing'}                   | cannot be resolved",
                "{'pattern':'('}                                    | not a JSON Schema of that version: /pattern",
                "{'properties':5}                                   | not a JSON Schema of that version: /properties",
                "{'type':'text'}                                    | not a JSON Schema of that version: /type",
                "'string'                                           | is an object",
                "{'$ref':'#'}                                       | refers back to itself",
                "{'properties':{'a':{'$ref':'#/definitions/b'}},'definitions':{'b':{'allOf':[{'$ref':'#/definitions/b'}]}}}"
                        + " | refers back to itself",
            })
    void a_schema_that_cannot_be_used_is_refused(String schema, String reason) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> compile(schema, SchemaLanguage.DRAFT7));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @Test
    void a_schema_that_contains_itself_is_none_of_those() {
        ValueCheck check = compile("{'type':'object','properties':{'next':{'$ref':'#'}}}", SchemaLanguage.DRAFT7);
        assertNull(check.problem(json("{'next':{'next':{}}}")));
        assertEquals("/next/next integer found, object expected", check.problem(json("{'next':{'next':1}}")));
    }

    @Test
    void a_few_lines_that_unfold_to_millions_are_refused() {
        StringBuilder schema = new StringBuilder("{'$ref':'#/definitions/s0','definitions':{");
        for (int i = 0; i < 30; i++)
            schema.append("'s%d':{'allOf':[{'$ref':'#/definitions/s%d'},{'$ref':'#/definitions/s%d'}]},"
                    .formatted(i, i + 1, i + 1));
        String whole = schema.append("'s30':{'type':'string'}}}").toString();
        assertThrows(IllegalArgumentException.class, () -> compile(whole, SchemaLanguage.DRAFT7));
    }

    @Test
    void a_regular_expression_is_given_up_on_instead_of_tried_for_ever() {
        ValueCheck check = compile("{'pattern':'.*.*.*.*='}", SchemaLanguage.DRAFT7);
        assertNull(check.problem(json("'a=b'")));
        String evil = "'" + "a".repeat(500) + "'";
        assertEquals("it cannot be checked", check.problem(json(evil)));
        ValueCheck opposite = compile("{'not':{'pattern':'.*.*.*.*='}}", SchemaLanguage.DRAFT7);
        assertEquals("it cannot be checked", opposite.problem(json(evil)));
    }

    @Test
    void a_long_text_may_be_looked_at_all_along() {
        ValueCheck check = compile("{'pattern':'^[a-z]+$'}", SchemaLanguage.DRAFT7);
        assertNull(check.problem(json("'" + "a".repeat(900_000) + "'")));
    }

    private static ValueCheck compile(String schema, SchemaLanguage language) {
        return JsonSchemas.compile(json(schema), language);
    }

    private static JsonNode json(String text) {
        try {
            return ConfigJson.MAPPER.readTree(text.replace('\'', '"'));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
