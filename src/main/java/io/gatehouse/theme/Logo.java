package io.gatehouse.theme;

import io.gatehouse.web.Refused;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** A logo that an operator uploaded, painted anew so that nothing of the file but its pixels is left. */
public record Logo(byte[] bytes, String type) {
    public static final int LARGEST = 2 * 1024 * 1024;
    private static final int WIDEST = 4_096;

    /** Takes PNG and JPEG by what the bytes say, whatever the file is called. */
    public static Logo read(String field, byte[] upload) {
        if (upload.length > LARGEST) throw new Refused(field, "Choose a picture of at most 2 MB.");
        try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(upload))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) throw notAPicture(field);
            ImageReader reader = readers.next();
            try {
                String format = reader.getFormatName().toLowerCase(java.util.Locale.ROOT);
                if (!format.equals("png") && !format.equals("jpeg")) throw notAPicture(field);
                reader.setInput(stream, true, true);
                // Asked before a pixel is unpacked: a small file can hold a picture that fills the memory.
                if (reader.getWidth(0) > WIDEST || reader.getHeight(0) > WIDEST)
                    throw new Refused(field, "Choose a picture of at most 4,096 by 4,096 pixels.");
                return written(reader.read(0), format);
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw notAPicture(field);
        }
    }

    private static Logo written(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, out)) throw new IOException("no writer for " + format);
        return new Logo(out.toByteArray(), "image/" + format);
    }

    private static Refused notAPicture(String field) {
        return new Refused(field, "This is no PNG or JPEG picture that we can read.");
    }
}
