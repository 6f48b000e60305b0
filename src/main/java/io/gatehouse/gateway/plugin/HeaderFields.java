package io.gatehouse.gateway.plugin;

import io.vertx.core.MultiMap;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Headers as named values. */
public final class HeaderFields implements Fields {

    private final MultiMap headers;

    public HeaderFields(MultiMap headers) {
        this.headers = headers;
    }

    /** The text that a header's value is: its bytes, if they are UTF-8. */
    public static String text(String value) {
        if (isAscii(value)) return value;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException other) {
            return value;
        }
    }

    /** As a text is written into a header: a character for each byte of its UTF-8. */
    public static String written(String text) {
        return isAscii(text) ? text : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static boolean isAscii(String value) {
        for (int i = 0; i < value.length(); i++) if (value.charAt(i) > 0x7f) return false;
        return true;
    }

    @Override
    public boolean has(String name) {
        return headers.contains(name);
    }

    @Override
    public void remove(String name) {
        headers.remove(name);
    }

    @Override
    public void rename(String from, String to) {
        List<String> values = headers.getAll(from);
        headers.remove(from);
        headers.set(to, values);
    }

    @Override
    public void replace(String name, String value) {
        headers.set(name, value);
    }

    @Override
    public void add(String name, String value) {
        headers.set(name, value);
    }

    @Override
    public void append(String name, String value) {
        headers.add(name, value);
    }
}
