package io.gatehouse.gateway.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms in parts, as browsers send them and as nobody should. */
class MultipartFieldsTest {
    private static final String TYPE = "multipart/form-data; boundary=\"cut here\"";

    @Test
    void what_nobody_touches_stays_byte_for_byte() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) i;
        Buffer body = Buffer.buffer("--cut here\r\ncontent-disposition: form-data; filename=x; name=\"f\"\r\n\r\n")
                .appendBytes(bytes)
                .appendString("\r\n--cut here--\r\n");
        assertEquals(body, Buffer.buffer(read(body).bytes()));
    }

    @Test
    void names_and_texts_are_read_as_utf_8() {
        MultipartFields fields = read(part("name=\"größe\"", "zwölf") + part("name=a%22b", "") + "--cut here--");
        assertEquals(List.of("zwölf"), fields.texts("größe"));
        assertEquals(List.of(""), fields.texts("a\"b"));
        fields.rename("größe", "a\"\r\nb");
        assertTrue(text(fields).contains("name=\"a%22%0D%0Ab\"\r\n\r\n"), text(fields));
        fields.replace("a\"\r\nb", "fünf");
        assertEquals(List.of("fünf"), read(Buffer.buffer(fields.bytes())).texts("a\"%0D%0Ab"));
    }

    @Test
    void a_name_in_the_name_of_a_file_is_none() {
        MultipartFields fields =
                read(part("filename=\"a; name=x; \\\" name=y\"; name=\"real\"", "1") + "--cut here--\r\nand more");
        assertEquals(List.of("1"), fields.texts("real"));
        assertFalse(fields.has("x"));
    }

    @Test
    void no_value_can_end_its_part() {
        MultipartFields fields = read("--cut here--");
        assertFalse(fields.canHold("a\r\n--cut here\r\nContent-Disposition: form-data; name=admin\r\n\r\n1"));
        assertTrue(fields.canHold("a\r\n--cut"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1",
                "--cut here",
                "--cut here\r\n",
                "--cut here\r\nContent-Disposition: form-data; name=a\r\n\r\n1",
                "--cut here\r\nno end of the head\r\n--cut here--",
                "--cut here\r\n--cut here--",
                "--cut hereafter\r\n\r\n\r\n--cut here--",
            })
    void what_is_no_such_body_is_not_read_as_one(String body) {
        assertTrue(MultipartFields.parse(TYPE, Buffer.buffer(body)).isEmpty(), body);
    }

    @Test
    void a_type_without_a_boundary_says_nothing() {
        assertTrue(MultipartFields.parse("multipart/form-data", Buffer.buffer("--\r\n"))
                .isEmpty());
    }

    private static String part(String parameters, String text) {
        return "--cut here\r\nContent-Disposition: form-data; " + parameters + "\r\n\r\n" + text + "\r\n";
    }

    private static String text(MultipartFields fields) {
        return new String(fields.bytes(), StandardCharsets.UTF_8);
    }

    private static MultipartFields read(String body) {
        return read(Buffer.buffer(body));
    }

    private static MultipartFields read(Buffer body) {
        return MultipartFields.parse(TYPE, body).orElseThrow();
    }
}
