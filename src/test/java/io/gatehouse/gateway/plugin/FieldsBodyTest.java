package io.gatehouse.gateway.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How much of a body is taken apart. */
class FieldsBodyTest {

    @Test
    void a_body_of_too_many_fields_is_not_read_and_says_why() {
        String part = "\r\n--cut\r\nContent-Disposition: form-data; name=a\r\n\r\n";
        Map<String, String> fields =
                Map.of("application/x-www-form-urlencoded", "&a", "multipart/form-data; boundary=cut", part);
        fields.forEach((type, field) -> {
            check(type, field.repeat(9_999) + end(type), true);
            check(type, field.repeat(10_001) + end(type), false);
        });
    }

    private static String end(String type) {
        return type.startsWith("multipart") ? "\r\n--cut--" : "";
    }

    private static void check(String type, String text, boolean isRead) {
        Buffer body = Buffer.buffer(text);
        assertEquals(isRead, FieldsBody.read(type, body).isPresent(), type);
        assertEquals(!isRead, FieldsBody.hasTooMany(type, body), type);
    }
}
