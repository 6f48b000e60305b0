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
                BufferedImage picture = reader.read(0);
                // Each painting of a JPEG would lose some of it, so that a logo which comes back would change for ever.
                return format.equals("jpeg") && isBareJpeg(upload)
                        ? new Logo(upload, "image/jpeg")
                        : written(picture, format);
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

    /** Whether it is as we paint: tables and pixels, without notes or anything behind the end. */
    private static boolean isBareJpeg(byte[] bytes) {
        int at = 2;
        while (at + 4 <= bytes.length && (bytes[at] & 0xFF) == 0xFF) {
            int marker = bytes[at + 1] & 0xFF;
            int length = (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
            boolean isHeader = marker == 0xE0 && at == 2 && length == 16;
            if (!isHeader && marker != 0xDB && marker != 0xC0 && marker != 0xC4 && marker != 0xDA) return false;
            at += 2 + length;
            if (marker == 0xDA) return endsAfterPixels(bytes, at);
        }
        return false;
    }

    private static boolean endsAfterPixels(byte[] bytes, int from) {
        for (int i = from; i + 1 < bytes.length; i++)
            if ((bytes[i] & 0xFF) == 0xFF && bytes[i + 1] != 0)
                return (bytes[i + 1] & 0xFF) == 0xD9 && i + 2 == bytes.length;
        return false;
    }

    private static Refused notAPicture(String field) {
        return new Refused(field, "This is no PNG or JPEG picture that we can read.");
    }
}
