package io.gatehouse.theme;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A design made up: what pages need to wear it.
 *
 * @param hash of the style sheet
 */
public record Dress(Design design, Preset preset, Tokens tokens, String portalName, String css, String hash) {

    static Dress of(Design design, Preset preset, String portalName) {
        Tokens tokens = preset.tokens().with(design.changes());
        String css = tokens.css();
        return new Dress(design, preset, tokens, portalName, css, hash(css.getBytes(StandardCharsets.UTF_8)));
    }

    static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
