package io.gatehouse.gateway.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a=1", "a", "a=&b", "&&", "a=%zz&b=%e4%2", "x=1&x=2", "q=a+b%20c", "a==b"})
    void what_nobody_touches_stays_as_it_came(String encoded) {
        assertEquals(encoded, Arguments.parse(encoded).encoded());
    }

    @Test
    void names_and_values_are_read_decoded() {
        Arguments arguments = Arguments.parse("api%6bey=a%20b+c&empty&bad=100%&x=1&x=2");
        assertEquals("a b c", arguments.first("apikey"));
        assertEquals("", arguments.first("empty"));
        assertEquals("100%", arguments.first("bad"));
        assertEquals(List.of("1", "2"), arguments.all("x"));
        assertNull(arguments.first("absent"));
        assertFalse(arguments.has("absent"));
    }

    @Test
    void removing_one_keeps_the_others_in_their_order() {
        Arguments arguments = Arguments.parse("b=%41&apikey=k&a=1&apikey=l");
        arguments.remove("apikey");
        assertEquals("b=%41&a=1", arguments.encoded());
    }

    @Test
    void changes_are_written_escaped_and_in_place() {
        Arguments arguments = Arguments.parse("a=1&b=2&a=3");
        arguments.replace("a", "x&y=z ä");
        arguments.add("c", "4");
        arguments.rename("b", "c");
        arguments.replace("absent", "5");
        arguments.rename("absent", "a");
        assertEquals("a=x%26y%3Dz%20%C3%A4&c=2", arguments.encoded());
    }
}
