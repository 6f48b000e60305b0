package io.gatehouse.cli;

import io.gatehouse.folder.FolderArchive;
import io.gatehouse.folder.FolderLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The folder on a disk that a portal is written to and read from. It follows no symbolic link, so that nothing outside of it is read or
 * written, and it leaves alone what begins with a dot.
 */
final class PortalDirectory {
    private final Path root;

    PortalDirectory(Path root) {
        try {
            this.root = Files.exists(root)
                    ? root.toRealPath()
                    : root.toAbsolutePath().normalize();
        } catch (IOException unreadable) {
            throw new Failed("cannot read " + unreadable.getMessage());
        }
    }

    /** Refuses to write into a folder that holds something else. */
    void refuseForeign() {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) return;
        boolean isPortal = Files.isRegularFile(root.resolve(FolderLayout.PORTAL), LinkOption.NOFOLLOW_LINKS);
        if (!isPortal && !read().keySet().stream().allMatch(PortalDirectory::isAside))
            throw new Failed(root + " holds files and no " + FolderLayout.PORTAL
                    + ", so it is not a portal’s folder. Choose another, or an empty one.");
    }

    /** For the control plane, which looks into every file. */
    byte[] archive() {
        if (!Files.isDirectory(root)) throw new Failed(root + " is no folder.");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (FolderArchive archive = new FolderArchive(bytes)) {
            for (Map.Entry<String, Path> file : read().entrySet())
                archive.add(file.getKey(), Files.readAllBytes(file.getValue()));
        } catch (IOException unreadable) {
            throw new Failed("cannot read " + unreadable.getMessage());
        }
        return bytes.toByteArray();
    }

    /** A line for each file that is not as given: missing, different, or one too many. */
    List<String> differences(SortedMap<String, byte[]> files) {
        SortedMap<String, Path> here = read();
        List<String> differences = new ArrayList<>();
        files.forEach((name, content) -> {
            Path file = root.resolve(name);
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) differences.add("+ " + name);
            else if (!isSame(file, content)) differences.add("~ " + name);
        });
        here.keySet().stream()
                .filter(name -> !files.containsKey(name) && !isAside(name))
                .forEach(name -> differences.add("- " + name));
        return differences;
    }

    /** Files that a portal once had go; others are left where they are. */
    void write(SortedMap<String, byte[]> files) {
        try {
            for (Map.Entry<String, Path> old : read().entrySet())
                if (FolderLayout.holds(old.getKey()) && !files.containsKey(old.getKey())) delete(old.getValue());
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path target = root.resolve(file.getKey());
                if (isSame(target, file.getValue())) continue;
                if (Files.isSymbolicLink(target)) throw new Failed(target + " is a symbolic link; it is not followed.");
                Files.createDirectories(target.getParent());
                Files.write(target, file.getValue());
            }
        } catch (IOException unwritable) {
            throw new Failed("cannot write " + unwritable.getMessage());
        }
    }

    private void delete(Path file) throws IOException {
        Files.delete(file);
        for (Path folder = file.getParent(); !folder.equals(root); folder = folder.getParent()) {
            try (var left = Files.list(folder)) {
                if (left.findAny().isPresent()) return;
            }
            Files.delete(folder);
        }
    }

    private static boolean isSame(Path file, byte[] content) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return false;
        try {
            return Files.size(file) == content.length && Arrays.equals(Files.readAllBytes(file), content);
        } catch (IOException unreadable) {
            throw new Failed("cannot read " + unreadable.getMessage());
        }
    }

    private static boolean isAside(String name) {
        return name.equals("README.md");
    }

    /** All files by their names in the folder. */
    private SortedMap<String, Path> read() {
        SortedMap<String, Path> files = new TreeMap<>();
        if (!Files.exists(root)) return files;
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean isHidden = !folder.equals(root) && isHidden(folder);
                    return isHidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (isHidden(file)) return FileVisitResult.CONTINUE;
                    if (!attributes.isRegularFile())
                        throw new Failed(file + " is a symbolic link, or no file at all; a portal’s folder has none.");
                    if (attributes.size() > FolderArchive.MOST_FILE_BYTES)
                        throw new Failed(file + " has more than " + (FolderArchive.MOST_FILE_BYTES >> 20) + " MiB.");
                    files.put(root.relativize(file).toString().replace('\\', '/'), file);
                    if (files.size() > FolderArchive.MOST_FILES)
                        throw new Failed(root + " holds more files than a portal’s folder has.");
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException unreadable) {
            throw new Failed("cannot read " + unreadable.getMessage());
        }
        return files;
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }
}
