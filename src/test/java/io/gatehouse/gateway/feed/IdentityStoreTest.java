package io.gatehouse.gateway.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Credential;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.credential.LocalIdentityIndex;
import io.gatehouse.settings.Seal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node knew of callers it knows after a restart, whatever has become of the disk: all of it, or an earlier state as a whole. */
class IdentityStoreTest {
    private static final KeyDigest DIGEST = new KeyDigest(new byte[32]);
    private static final UUID HISTORY = UUID.randomUUID();

    @TempDir
    Path folder;

    private LocalIdentityIndex index;

    @Test
    void snapshot_and_journal_come_back() throws IOException {
        try (IdentityStore store = empty()) {
            whole(store, 5, line("ann", "key-1"), line("bob", "key-2"));
            changes(store, 5, 7, line("ann", "key-3"), gone("bob"));
            changes(store, 7, 8, line("cleo", "key-4"));
        }
        assertEquals(Optional.of(new Mark(HISTORY, 8)), restored());
        assertFalse(isKnown("key-1"));
        assertFalse(isKnown("key-2"));
        assertTrue(isKnown("key-3"));
        assertTrue(isKnown("key-4"));
        for (Path file : files()) {
            assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains("ann"), file + " is not sealed");
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }

    @Test
    void a_damaged_end_of_the_journal_is_cut_off_and_written_over() throws IOException {
        try (IdentityStore store = empty()) {
            whole(store, 5, line("ann", "key-1"));
            changes(store, 5, 6, line("bob", "key-2"));
            changes(store, 6, 7, line("cleo", "key-3"));
        }
        Path journal = file("journal");
        try (var channel = java.nio.channels.FileChannel.open(journal, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 3);
        }
        try (IdentityStore store = store()) {
            assertEquals(Optional.of(new Mark(HISTORY, 6)), store.restore(new IdentityWire(DIGEST), index));
            changes(store, 6, 9, line("dan", "key-4"));
        }
        assertEquals(Optional.of(new Mark(HISTORY, 9)), restored());
        assertTrue(isKnown("key-2"));
        assertFalse(isKnown("key-3"));
        assertTrue(isKnown("key-4"));
    }

    @Test
    void a_batch_that_was_not_committed_was_not_there() throws IOException {
        try (IdentityStore store = empty()) {
            whole(store, 5, line("ann", "key-1"));
            store.begin(5, new Mark(HISTORY, 6));
            store.line(line("bob", "key-2"));
            store.abandon();
            changes(store, 5, 7, line("cleo", "key-3"));
            store.begin(Mark.NOTHING, new Mark(HISTORY, 9));
            store.line(line("dan", "key-4"));
        }
        assertEquals(Optional.of(new Mark(HISTORY, 7)), restored());
        assertFalse(isKnown("key-2"));
        assertTrue(isKnown("key-3"));
        assertFalse(isKnown("key-4"));
    }

    @Test
    void a_damaged_snapshot_is_made_up_for_by_the_one_before_and_the_journals_since() throws IOException {
        try (IdentityStore store = merging()) {
            whole(store, 5, line("ann", "key-1"), line("bob", "key-2"));
            changes(store, 5, 6, line("bob", "key-3"), line("eve", "key-6"), gone("ann"));
            store.joinMerging();
            assertEquals(2, snapshots().size());
            changes(store, 6, 7, gone("eve"));
            store.joinMerging();
        }
        Path newest = snapshots().get(snapshots().size() - 1);
        byte[] damaged = Files.readAllBytes(newest);
        damaged[damaged.length / 2] ^= 1;
        Files.write(newest, damaged);
        assertEquals(Optional.of(new Mark(HISTORY, 7)), restored());
        assertFalse(isKnown("key-1"));
        assertFalse(isKnown("key-2"));
        assertTrue(isKnown("key-3"));
        assertFalse(isKnown("key-6"));
        assertFalse(Files.exists(newest), "a damaged snapshot is not kept");
        for (Path snapshot : snapshots()) Files.write(snapshot, new byte[0]);
        assertEquals(Optional.empty(), restored());
        assertFalse(isKnown("key-3"));
    }

    @Test
    void snapshot_and_journal_become_one_snapshot_again_and_again() throws IOException {
        try (IdentityStore store = merging()) {
            whole(store, 1, line("ann", "key-0"), line("bob", "key-of-bob"));
            for (int i = 1; i < 30; i++) {
                changes(store, i, i + 1, line("ann", "key-" + i), line("n" + i, "key-of-" + i), gone("n" + (i - 1)));
                if (i % 3 == 0) store.joinMerging();
            }
            store.joinMerging();
        }
        assertTrue(files().size() < 12, files().toString());
        assertEquals(Optional.of(new Mark(HISTORY, 30)), restored());
        assertTrue(isKnown("key-29"));
        assertTrue(isKnown("key-of-29"));
        assertTrue(isKnown("key-of-bob"));
        assertFalse(isKnown("key-28"));
        assertFalse(isKnown("key-of-28"));
    }

    @Test
    void another_key_opens_nothing() throws IOException {
        try (IdentityStore store = empty()) {
            whole(store, 5, line("ann", "key-1"));
        }
        byte[] other = new byte[32];
        other[0] = 1;
        index = new LocalIdentityIndex(DIGEST, InstantSource.system());
        try (IdentityStore store = new IdentityStore(folder, seal(other))) {
            assertEquals(Optional.empty(), store.restore(new IdentityWire(DIGEST), index));
            assertNull(store.mark());
        }
    }

    private IdentityStore empty() {
        return store();
    }

    private IdentityStore store() {
        index = new LocalIdentityIndex(DIGEST, InstantSource.system());
        return new IdentityStore(folder, seal(new byte[32]));
    }

    /** After each batch. */
    private IdentityStore merging() {
        return new IdentityStore(folder, seal(new byte[32]), 0);
    }

    private static DiskSeal seal(byte[] key) {
        Seal seal = new Seal(key);
        return new DiskSeal() {
            @Override
            public byte[] close(String place, byte[] content) {
                return seal.close(place, content);
            }

            @Override
            public byte[] open(String place, byte[] closed) {
                return seal.open(place, closed);
            }
        };
    }

    private Optional<Mark> restored() throws IOException {
        try (IdentityStore store = store()) {
            return store.restore(new IdentityWire(DIGEST), index);
        }
    }

    private boolean isKnown(String key) {
        return index.holder("key-auth", key) != null;
    }

    private static void whole(IdentityStore store, long reached, byte[]... lines) throws IOException {
        changes(store, Mark.NOTHING, reached, lines);
    }

    private static void changes(IdentityStore store, long after, long reached, byte[]... lines) throws IOException {
        store.begin(after, new Mark(HISTORY, reached));
        for (byte[] line : lines) store.line(line);
        store.commit();
        assertNotNull(store.mark());
    }

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] line(String name, String key) {
        Consumer consumer = new Consumer(id(name), name, null, null, null, null, 1L, 1L);
        Credential credential = new Credential(id(key), "key-auth", DIGEST.of(key), null);
        return IdentityWire.line(consumer, List.of(), List.of(credential))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gone(String name) {
        return IdentityWire.gone(id(name)).toString().getBytes(StandardCharsets.UTF_8);
    }

    private Path file(String ending) throws IOException {
        return files().stream()
                .filter(file -> file.toString().endsWith(ending))
                .findFirst()
                .orElseThrow();
    }

    private List<Path> snapshots() throws IOException {
        return files().stream()
                .filter(file -> file.toString().endsWith(".snapshot"))
                .toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
