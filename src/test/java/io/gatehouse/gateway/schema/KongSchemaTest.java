package io.gatehouse.gateway.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.ConfigJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KongSchemaTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'string'}                          | 1        | expected a string      | 'a'",
                "{'type':'number'}                          | 'a'      | expected a number      | 1.5",
                "{'type':'integer'}                         | 1.5      | expected an integer    | 2.0",
                "{'type':'boolean'}                         | 'a'      | expected a boolean     | true",
                "{'type':'array','elements':{'type':'integer'}} | [1,'a'] | 2: expected an integer | []",
                "{'type':'map','keys':{'type':'string','len_min':2},'values':{'type':'boolean'}} | {'a':true} | a: length must be at least 2 | {'ab':true}",
                "{'type':'map','keys':{'type':'string'},'values':{'type':'boolean'}} | {'ab':1} | ab: expected a boolean | {}",
                "{'type':'record','fields':[{'zip':{'type':'string','required':true}}]} | {} | zip: required field missing | {'zip':'1'}",
                "{'type':'integer','between':[1,10]}        | 11       | value should be between 1 and 10 | 10",
                "{'type':'string','len_eq':2}               | 'abc'    | length must be 2       | 'ab'",
                "{'type':'string','len_max':2}              | 'abc'    | length must be at most 2 | ''",
                "{'type':'string','match':'^%d+$'}          | 'a1'     | invalid value          | '12'",
                "{'type':'string','not_match':'%s'}         | 'a b'    | invalid value          | 'ab'",
                "{'type':'array','elements':{'type':'string'},'match_all':'^a'}  | ['a','b'] | invalid value | ['a','ab']",
                "{'type':'array','elements':{'type':'string'},'match_none':'^a'} | ['a','b'] | invalid value | ['b']",
                "{'type':'array','elements':{'type':'string'},'match_any':'^a'}  | ['b']     | invalid value | ['b','a']",
                "{'type':'string','starts_with':'ab'}       | 'ba'     | should start with: ab  | 'abc'",
                "{'type':'string','one_of':['a','b']}       | 'c'      | expected one of: a, b  | 'a'",
                "{'type':'number','one_of':[1,2]}           | 3        | expected one of: 1, 2  | 2",
                "{'type':'integer','timestamp':true}        | -1       | expected a valid timestamp | 1700000000",
                "{'type':'string','uuid':true}              | 'a'      | expected a valid UUID  | '3f0c2d5e-8a41-4b7c-9d26-5e1f7a3b9c04'",
                "{'type':'string','format':'date-time'}     | 'now'    | expected a date-time   | '2009-07-20T08:30:37.012Z'",
            })
    void a_value_is_as_its_definition_says(String definition, String wrong, String problem, String right) {
        ValueCheck check = KongSchema.compile(json("[{'f':" + definition + "}]"));
        assertEquals("f: " + problem, check.problem(json("{'f':" + wrong + "}")));
        assertNull(check.problem(json("{'f':" + right + "}")));
    }

    @Test
    void fields_that_need_not_be_there_may_be_null_and_others_may_not_be_there() {
        ValueCheck check = KongSchema.compile(json("{'a':{'type':'string','required':true},'b':{'type':'string'}}"));
        assertNull(check.problem(json("{'a':'1','b':null}")));
        assertEquals("a: required field missing", check.problem(json("{'a':null}")));
        assertEquals("c: unknown field", check.problem(json("{'a':'1','c':1}")));
        assertEquals("expected a record", check.problem(json("[]")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'a'                                     | fields are a list",
                "['a']                                   | a field is an object",
                "{'type':'object'}                       | type must be one of any, array",
                "[{'f':{'type':'text'}}]                 | at /f: type must be one of",
                "[{'f':{'type':'array'}}]                | at /f: array needs elements",
                "[{'f':{'type':'string','size':1}}]      | 'size' is not a word of this language",
                "[{'f':{'type':'string','len_min':-1}}]  | len_min needs a length",
                "[{'f':{'type':'string','match':'%b()'}}]| %b is a word of Lua that is not known here",
                "[{'f':{'type':'string','match':'[a'}}]  | a ']' is missing",
            })
    void a_schema_that_says_nothing_known_is_refused(String schema, String reason) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> KongSchema.compile(json(schema)));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "a.b       | xa1by   | true",
                "a%.b      | a1b     | false",
                "^[%w_]+$  | ab_1    | true",
                "^[^%d]+$  | ab1     | false",
                "%D        | 123     | false",
                "^a-b$     | aaab    | true",
                "^%(x%)$   | (x)     | true",
                "[]x]      | ]       | true",
                "a$b       | a$b     | true",
                "^(%a+)=(%x+)$ | key=0f | true",
            })
    void patterns_are_luas(String pattern, String text, boolean matches) {
        assertEquals(matches, LuaPattern.compile(pattern).isIn(text));
    }

    private static JsonNode json(String text) {
        try {
            return ConfigJson.MAPPER.readTree(
                    text.replace("']'", "\u0001").replace('\'', '"').replace("\u0001", "']'"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
