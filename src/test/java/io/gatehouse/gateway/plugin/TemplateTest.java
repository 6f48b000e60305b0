package io.gatehouse.gateway.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    private static final Template.Values REQUEST = new Template.Values() {
        @Override
        public String header(String name) {
            return Map.of("x-user", "ann", "x-empty", "").get(name);
        }

        @Override
        public String queryParam(String name) {
            return Map.of("q", "a b", "my-q", "c").get(name);
        }

        @Override
        public String uriCapture(String nameOrNumber) {
            return Map.of("model", "davinci", "1", "v1").get(nameOrNumber);
        }
    };

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "plain,plain",
                "costs $5 (net),costs $5 (net)",
                "$(headers['x-user']),ann",
                "$(headers.x_user),ann",
                "$(query_params.q),a b",
                "$(query_params[\"my-q\"]),c",
                "$(uri_captures.model)-003,davinci-003",
                "$(uri_captures[1])/$(uri_captures['model']),v1/davinci",
                "$(headers.absent or 'none'),none",
                "$( headers.absent or query_params.q or 'none' ),a b",
                "$(headers.absent or 'a) or (b'),a) or (b",
                "$((headers.absent or query_params.q)),a b",
                "[$(headers.absent)],[]",
                "[$(headers.x_empty or 'none')],[]",
            })
    void names_stand_for_parts_of_the_request(String template, String expected) {
        assertEquals(expected, Template.compile(template).render(REQUEST));
    }

    @Test
    void an_empty_template_is_an_empty_text() {
        assertEquals("", Template.compile("").render(REQUEST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$(shared.token)",
                "$(headers)",
                "$(os.execute('ls'))",
                "$(headers.x",
                "$(headers.x or)",
                "$()",
                "$(headers.x .. 'y')"
            })
    void anything_else_is_refused_when_it_is_compiled(String template) {
        assertThrows(IllegalArgumentException.class, () -> Template.compile(template));
    }
}
