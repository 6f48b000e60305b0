package io.gatehouse.gateway.feed;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Lines in a file, packed and sealed in frames: {@code length, sealed(gzip(lines))}. A frame opens only at its own place in its own
 * file, so that none can be left out, doubled or moved; one at the end that a crash has cut is noticed.
 */
final class SealedFrames {
    private static final int FRAME_BYTES = 256 << 10;
    private static final int LARGEST = 64 << 20;
    private static final int BUFFER = 1 << 16;
    private static final char LINE_END = '\n';

    private SealedFrames() {}

    private static String place(Path file, long index) {
        String name = file.getFileName().toString().replace(".new", "");
        return name + "/" + index;
    }

    /** Appends lines, in frames of a size that is quickly opened. */
    static final class Writer implements AutoCloseable {
        private final Path file;
        private final DiskSeal seal;
        private final FileChannel channel;
        private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
        private long index;

        /** @param index of the next frame */
        Writer(Path file, FileChannel channel, DiskSeal seal, long index) {
            this.file = file;
            this.channel = channel;
            this.seal = seal;
            this.index = index;
        }

        void line(byte[] line) throws IOException {
            lines.write(line, 0, line.length);
            lines.write(LINE_END);
            if (lines.size() >= FRAME_BYTES) frame();
        }

        /** On disk when this returns. */
        void force() throws IOException {
            if (lines.size() > 0) frame();
            channel.force(false);
        }

        private void frame() throws IOException {
            byte[] sealed = seal.close(place(file, index), packed());
            ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + sealed.length);
            frame.putInt(sealed.length).put(sealed).flip();
            while (frame.hasRemaining()) channel.write(frame);
            index++;
            lines.reset();
        }

        private byte[] packed() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(lines.size() / 2 + 64);
            try (GZIPOutputStream packing = new FastGzip(bytes)) {
                lines.writeTo(packing);
            }
            return bytes.toByteArray();
        }

        long index() {
            return index;
        }

        long size() throws IOException {
            return channel.position();
        }

        /** Takes back what was written beyond this. */
        void cut(long size, long nextIndex) throws IOException {
            lines.reset();
            channel.truncate(size);
            channel.position(size);
            index = nextIndex;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Half the time of the usual level, for a tenth more bytes. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** Frames as they lie on disk; opening them is for whoever has the time, on any thread. */
    static final class Reader implements AutoCloseable {
        private final Path file;
        private final DiskSeal seal;
        private final DataInputStream in;
        private long index;
        private long end;

        Reader(Path file, DiskSeal seal) throws IOException {
            this.file = file;
            this.seal = seal;
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
        }

        /** Null at the end. A frame that is not whole is an {@link IOException}. */
        Frame next() throws IOException {
            in.mark(1);
            if (in.read() < 0) return null;
            in.reset();
            int length = in.readInt();
            if (length <= 0 || length > LARGEST) throw new EOFException("no frame");
            byte[] sealed = in.readNBytes(length);
            if (sealed.length < length) throw new EOFException("half a frame");
            end += Integer.BYTES + length;
            String place = place(file, index);
            index++;
            return new Frame(place, sealed, seal, end, index);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /**
     * A frame that is still closed.
     *
     * @param end where the next one begins
     * @param next the number of the next one
     */
    record Frame(String place, byte[] sealed, DiskSeal seal, long end, long next) {
        /** Throws {@link IllegalStateException} when it is damaged. */
        byte[] open() {
            byte[] packed = seal.open(place, sealed);
            try (GZIPInputStream lines = new GZIPInputStream(new ByteArrayInputStream(packed), BUFFER)) {
                return lines.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
