package io.gatehouse.folder;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A folder of files as one ZIP archive, the same bytes for the same files: sorted, without times. Read with suspicion: names that lead
 * elsewhere and archives that unpack to more than a portal can be are refused. Nothing is written to a disk.
 */
public final class FolderArchive implements AutoCloseable {
    public static final int MOST_FILES = 20_000;
    public static final long MOST_BYTES = 256L << 20;
    /** Larger than a spec may be; what each file may hold is said by who reads it. */
    public static final int MOST_FILE_BYTES = 17 << 20;

    private static final int LONGEST_NAME = 300;
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
    private static final int CHUNK = 65_536;

    private final ZipOutputStream zip;

    /** Files are to be added in the order of their names. */
    public FolderArchive(OutputStream out) {
        zip = new ZipOutputStream(out);
    }

    public void add(String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** @throws UnusableFolder with every name that is refused */
    public static SortedMap<String, byte[]> read(byte[] archive) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        List<FolderProblem> problems = new ArrayList<>();
        long left = MOST_BYTES;
        int count = 0;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (++count > MOST_FILES)
                    throw unusable("The archive holds more than %,d files.".formatted(MOST_FILES));
                String name = entry.getName();
                byte[] content = content(zip, (int) Math.min(left, MOST_FILE_BYTES) + 1);
                left -= content.length;
                if (left < 0) throw unusable("The archive unpacks to more than %d MiB.".formatted(MOST_BYTES >> 20));
                String refused = refusal(name, content);
                if (refused != null) problems.add(new FolderProblem(shown(name), null, null, refused));
                else if (!entry.isDirectory() && files.put(name, content) != null)
                    problems.add(new FolderProblem(name, null, null, "This file is in the archive twice."));
            }
        } catch (IOException | IllegalArgumentException broken) {
            throw unusable("This is not a ZIP archive that can be read: " + broken.getMessage());
        }
        if (!problems.isEmpty()) throw new UnusableFolder(problems);
        if (files.isEmpty()) throw unusable("There is no file in this archive; send a portal's folder as ZIP.");
        return files;
    }

    /** Why a file of this name cannot be part of a folder; null if it can. */
    private static String refusal(String name, byte[] content) {
        boolean leadsAway = name.isEmpty()
                || name.startsWith("/")
                || name.contains("\\")
                || name.contains(":")
                || Arrays.stream(name.split("/")).anyMatch(part -> part.equals("..") || part.equals("."))
                || name.contains("//");
        if (leadsAway) return "This name leads out of the folder, or may do so; it is not read.";
        if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl))
            return "This is not a name that a file of a portal has.";
        if (content.length > MOST_FILE_BYTES) return "The file has more than %d MiB.".formatted(MOST_FILE_BYTES >> 20);
        return null;
    }

    /** At most so much: what a bomb would unpack to is not kept. */
    private static byte[] content(ZipInputStream zip, int most) throws IOException {
        byte[] content = zip.readNBytes(most);
        byte[] rest = new byte[CHUNK];
        long more = 0;
        for (int read = zip.read(rest); read > 0; read = zip.read(rest)) {
            more += read;
            if (more > MOST_BYTES)
                throw unusable("The archive unpacks to more than %d MiB.".formatted(MOST_BYTES >> 20));
        }
        return content;
    }

    private static String shown(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", "?");
        return clean.length() > LONGEST_NAME ? clean.substring(0, LONGEST_NAME) + "…" : clean;
    }

    private static UnusableFolder unusable(String message) {
        return new UnusableFolder(List.of(new FolderProblem(null, null, null, message)));
    }
}
