package io.gatehouse.theme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gatehouse.web.Refused;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class LogoTest {
    @Test
    void a_picture_is_painted_anew_and_loses_what_was_hidden_in_it() throws IOException {
        ByteArrayOutputStream upload = new ByteArrayOutputStream();
        upload.write(picture(60, 20, "png"));
        upload.write("<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));
        Logo logo = Logo.read("logo", upload.toByteArray());
        assertEquals("image/png", logo.type());
        assertFalse(new String(logo.bytes(), StandardCharsets.ISO_8859_1).contains("script"));
    }

    @Test
    void a_jpeg_is_taken_and_a_gif_is_not() throws IOException {
        assertEquals("image/jpeg", Logo.read("logo", picture(10, 10, "jpeg")).type());
        byte[] gif = picture(10, 10, "gif");
        assertThrows(Refused.class, () -> Logo.read("logo", gif));
    }

    @Test
    void a_drawing_with_scripts_is_no_picture() {
        byte[] svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".getBytes(StandardCharsets.UTF_8);
        assertThrows(Refused.class, () -> Logo.read("logo", svg));
    }

    @Test
    void too_wide_and_too_big_are_refused_in_words() throws IOException {
        byte[] wide = picture(5_000, 2, "png");
        assertEquals(
                "Choose a picture of at most 4,096 by 4,096 pixels.",
                assertThrows(Refused.class, () -> Logo.read("logo", wide)).getMessage());
        assertEquals(
                "Choose a picture of at most 2 MB.",
                assertThrows(Refused.class, () -> Logo.read("logo", new byte[Logo.LARGEST + 1]))
                        .getMessage());
    }

    private static byte[] picture(int width, int height, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, out);
        return out.toByteArray();
    }
}
