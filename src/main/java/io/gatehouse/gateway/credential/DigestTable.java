package io.gatehouse.gateway.credential;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Held keys by their digests: a table with open addressing, since digests are as random as a hash can be and an entry needs
 * nothing around it. Readers take no lock. Writers take turns outside; they never move an entry that a reader may be looking for,
 * but leave a mark where one was, and copy the table when it gets full.
 */
final class DigestTable {

    private static final int SMALLEST = 16;
    private static final HeldKey REMOVED = new HeldKey("", new byte[32], 0L, null);

    private volatile AtomicReferenceArray<HeldKey> slots = new AtomicReferenceArray<>(SMALLEST);
    private int used;
    private int live;

    HeldKey find(String type, byte[] digest) {
        AtomicReferenceArray<HeldKey> slots = this.slots;
        long first = HeldKey.first(digest);
        long second = HeldKey.second(digest);
        int mask = slots.length() - 1;
        for (int at = (int) first & mask; ; at = at + 1 & mask) {
            HeldKey key = slots.getAcquire(at);
            if (key == null || key != REMOVED && key.is(type, first, second)) {
                return key;
            }
        }
    }

    /** In place of an equal key, if there is one. */
    void put(HeldKey key) {
        if ((used + 1) * 2 > slots.length()) {
            copy();
        }
        int free = place(slots, key);
        HeldKey before = slots.get(free);
        slots.setRelease(free, key);
        if (before == null) {
            used++;
            live++;
        }
    }

    /** Only this very entry: another holder may have taken its place. */
    void remove(HeldKey key) {
        int at = place(slots, key);
        if (slots.get(at) == key) {
            slots.setRelease(at, REMOVED);
            live--;
        }
    }

    int size() {
        return live;
    }

    private void copy() {
        int length = SMALLEST;
        while (length < live * 4) {
            length *= 2;
        }
        AtomicReferenceArray<HeldKey> roomier = new AtomicReferenceArray<>(length);
        for (int i = 0; i < slots.length(); i++) {
            HeldKey key = slots.get(i);
            if (key != null && key != REMOVED) {
                roomier.setPlain(place(roomier, key), key);
            }
        }
        slots = roomier;
        used = live;
    }

    /** Where the key is, or the free slot that it would get. */
    private static int place(AtomicReferenceArray<HeldKey> slots, HeldKey key) {
        int mask = slots.length() - 1;
        for (int at = (int) key.first() & mask; ; at = at + 1 & mask) {
            HeldKey there = slots.get(at);
            if (there == null || there != REMOVED && there.isSameKeyAs(key)) {
                return at;
            }
        }
    }
}
