package io.gatehouse.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorBodyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "- | JSON",
                "*/* | JSON",
                "application/json | JSON",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | HTML",
                "text/plain | PLAIN",
                "text/* | PLAIN",
                "application/xml | XML",
                "text/html;q=0.5, text/plain;q=0.8 | PLAIN",
                "image/png | JSON",
                "text/html;q=0 | JSON",
                "text/html;q=junk | JSON",
                "TEXT/HTML | HTML"
            })
    void the_client_gets_what_it_prefers(String accept, ErrorBody form) {
        assertEquals(form, ErrorBody.acceptedBy(accept));
    }

    @Test
    void a_message_is_data_in_every_form() {
        String message = "a \"b\" \\ <c> & \n d";
        assertEquals(message, new JsonObject(ErrorBody.JSON.of(message, "id")).getString("message"));
        assertTrue(ErrorBody.HTML.of(message, "id").toString().contains("a &quot;b&quot; \\ &lt;c&gt; &amp;"));
        assertTrue(ErrorBody.XML.of(message, "id").toString().contains("<requestid>id</requestid>"));
        assertEquals("m\nrequest_id: id\n", ErrorBody.PLAIN.of("m", "id").toString());
    }
}
