package io.gatehouse.catalog.spec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The bytes of an upload as text. UTF-8, or UTF-16 when a byte order mark says so; anything else is told, never guessed. */
final class SourceText {
    private SourceText() {}

    static String decode(byte[] bytes) throws Unreadable {
        if (bytes.length > Budget.JSON_BYTES) {
            throw new Unreadable(
                    "The file has %,d bytes; the most we read is %,d.".formatted(bytes.length, Budget.JSON_BYTES),
                    "Split it into several APIs, or upload JSON without indentation.");
        }
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return decode(bytes, 3, StandardCharsets.UTF_8);
        }
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return decode(bytes, 2, StandardCharsets.UTF_16BE);
        }
        if (startsWith(bytes, 0xFF, 0xFE)) {
            return decode(bytes, 2, StandardCharsets.UTF_16LE);
        }
        return decode(bytes, 0, StandardCharsets.UTF_8);
    }

    private static String decode(byte[] bytes, int from, Charset charset) throws Unreadable {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
        CharBuffer out = CharBuffer.allocate((int) (in.remaining() * (double) decoder.maxCharsPerByte()) + 1);
        CoderResult result = decoder.decode(in, out, true);
        try {
            if (result.isError()) {
                result.throwException();
            }
        } catch (CharacterCodingException badByte) {
            throw notText(charset, out.flip().toString());
        }
        return out.flip().toString();
    }

    private static Unreadable notText(Charset charset, String readSoFar) {
        int line = 1 + (int) readSoFar.chars().filter(c -> c == '\n').count();
        return new Unreadable(
                "The file is not valid " + charset.name() + ".",
                "Save it as UTF-8 and upload it again.",
                line,
                readSoFar.length() - readSoFar.lastIndexOf('\n'));
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        if (bytes.length < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if ((bytes[i] & 0xFF) != start[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Text as it may be stored and sent: half surrogate pairs and the zero character become the replacement character, since
     * neither can be written as UTF-8 (and PostgreSQL refuses zero).
     */
    static String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return repaired(text);
            }
        }
        return text;
    }

    private static String repaired(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean unusable = c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            out.appendCodePoint(unusable ? 0xFFFD : c);
        });
        return out.toString();
    }
}
