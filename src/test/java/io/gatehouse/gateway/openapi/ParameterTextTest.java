package io.gatehouse.gateway.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterTextTest {
    private static final String LIST = "{'type':'array','items':{'type':'integer'}}";
    private static final String COLOUR =
            "{'type':'object','properties':{'R':{'type':'integer'},'G':{'type':'integer'}}}";

    /** The table of OpenAPI's “Style Examples”. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "path   | MATRIX          | false | value  | ;color=blue          | 'blue'",
                "path   | MATRIX          | false | list   | ;color=1,2           | [1,2]",
                "path   | MATRIX          | true  | list   | ;color=1;color=2     | [1,2]",
                "path   | MATRIX          | false | object | ;color=R,100,G,200   | {'R':100,'G':200}",
                "path   | MATRIX          | true  | object | ;R=100;G=200         | {'R':100,'G':200}",
                "path   | LABEL           | false | value  | .blue                | 'blue'",
                "path   | LABEL           | false | list   | .1,2                 | [1,2]",
                "path   | LABEL           | true  | list   | .1.2                 | [1,2]",
                "path   | LABEL           | true  | object | .R=100.G=200         | {'R':100,'G':200}",
                "path   | SIMPLE          | false | value  | a%20b                | 'a b'",
                "path   | SIMPLE          | false | list   | 1,2                  | [1,2]",
                "path   | SIMPLE          | false | object | R,100,G,200          | {'R':100,'G':200}",
                "path   | SIMPLE          | true  | object | R=100,G=200          | {'R':100,'G':200}",
                "header | SIMPLE          | false | list   | 1, 2                 | [1,2]",
                "header | SIMPLE          | true  | object | R=100,G=200          | {'R':100,'G':200}",
                "query  | FORM            | true  | value  | color=blue           | 'blue'",
                "query  | FORM            | true  | value  | color=               | ''",
                "query  | FORM            | true  | list   | color=1&color=2      | [1,2]",
                "query  | FORM            | false | list   | color=1,2            | [1,2]",
                "query  | FORM            | false | list   | color=               | []",
                "query  | FORM            | false | object | color=R,100,G,200    | {'R':100,'G':200}",
                "query  | FORM            | true  | object | R=100&G=200&other=1  | {'R':100,'G':200}",
                "query  | SPACE_DELIMITED | false | list   | color=1%202          | [1,2]",
                "query  | PIPE_DELIMITED  | false | list   | color=1%7C2          | [1,2]",
                "query  | DEEP_OBJECT     | true  | object | color[R]=100&color[G]=200 | {'R':100,'G':200}",
                "query  | FORM            | true  | list   | color=1&color=x      | [1,'x']",
            })
    void a_text_is_taken_apart_as_its_style_says(
            String place, ParameterStyle style, boolean explode, String kind, String text, String value) {
        String schema = kind.equals("list") ? LIST : kind.equals("object") ? COLOUR : "{'type':'string'}";
        assertEquals(List.of(json(value)), read(schema, place, style, explode, text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'integer'}                  | 7     | [7]",
                "{'type':'integer'}                  | 007   | ['007']",
                "{'type':'number'}                   | 1e3   | [1000.0]",
                "{'type':'boolean'}                  | true  | [true]",
                "{'type':'boolean'}                  | yes   | ['yes']",
                "{'type':'string'}                   | 7     | ['7']",
                "{'type':['integer','null']}         | null  | [null]",
                "{'type':'integer','nullable':true}  | null  | [null]",
                "{'oneOf':[{'type':'string'},{'type':'integer'}]} | 7 | [7,'7']",
                "{}                                  | 7     | ['7',7]",
            })
    void a_text_is_read_as_what_its_schema_asks_for(String schema, String text, String readings) {
        List<JsonNode> expected = new java.util.ArrayList<>();
        json(readings).forEach(expected::add);
        assertEquals(expected, read(schema, "query", ParameterStyle.FORM, true, "color=" + text));
    }

    @Test
    void what_is_not_there_is_not_read() {
        assertNull(read(LIST, "query", ParameterStyle.FORM, true, "other=1"));
        assertNull(read(COLOUR, "query", ParameterStyle.DEEP_OBJECT, true, "colors[R]=1"));
        assertNull(read(COLOUR, "query", ParameterStyle.FORM, true, "other=1"));
    }

    @Test
    void what_lies_deeper_than_openapi_describes_is_there_and_not_checked() {
        assertEquals(List.of(), read(COLOUR, "query", ParameterStyle.DEEP_OBJECT, true, "color[R][x]=1"));
    }

    private static List<JsonNode> read(String schema, String in, ParameterStyle style, boolean explode, String text) {
        ParameterPlace place = ParameterPlace.valueOf(in.toUpperCase(java.util.Locale.ROOT));
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("color", text);
        GivenParameters given = new GivenParameters(name -> text, place == ParameterPlace.QUERY ? text : null, headers);
        return ParameterText.styled(json(schema), place, style, explode).read(place, "color", given);
    }

    private static JsonNode json(String text) {
        try {
            return ConfigJson.MAPPER.readTree(text.replace('\'', '"'));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
