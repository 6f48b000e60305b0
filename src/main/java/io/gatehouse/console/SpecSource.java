package io.gatehouse.console;

import io.gatehouse.web.Form;
import io.gatehouse.web.Refused;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The spec that a form holds: the file chosen just now, the text in its box, or the file that was kept when the form came back.
 * A small file also stands in the box, where it can be mended; as long as nobody touches it there, its own bytes count.
 */
record SpecSource(byte[] bytes) {
    private static final int FITS_IN_BOX = 256 << 10;

    /** Nothing chosen and nothing typed. */
    static final SpecSource NONE = new SpecSource(new byte[0]);

    static SpecSource of(Form form, Optional<KeptInput> kept) {
        String text = form.value("source");
        boolean hasFile = kept.isPresent() && kept.get().content != null;
        if (hasFile && (text.isBlank() || lines(text).equals(boxText(kept.get().content))))
            return new SpecSource(kept.get().content);
        if (!text.isBlank()) return new SpecSource(lines(text).getBytes(StandardCharsets.UTF_8));
        if (!form.value("kept").isEmpty() && !form.value("fileName").isEmpty() && !hasFile)
            throw new Refused(
                    "source", "The file “" + form.value("fileName") + "” is no longer kept here. Choose it again.");
        return NONE;
    }

    boolean isEmpty() {
        return bytes.length == 0;
    }

    /** What stands in the box for a file; nothing when it is large or no plain text. */
    static String boxText(byte[] content) {
        if (content.length > FITS_IN_BOX) return "";
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.indexOf('\0') >= 0 ? "" : lines(text);
        } catch (CharacterCodingException e) {
            return "";
        }
    }

    /** Browsers send a box with line ends of their own. */
    private static String lines(String text) {
        return text.replace("\r\n", "\n");
    }
}
