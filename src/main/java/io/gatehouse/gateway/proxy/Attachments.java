package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.plugin.Exchange.Slot;
import java.util.Arrays;

/** What filters keep on an exchange. Few, so that looking through them is faster than hashing. */
final class Attachments {
    private Object[] slotsAndValues = new Object[8];
    private int used;

    @SuppressWarnings("unchecked")
    <T> T get(Slot<T> slot) {
        for (int i = 0; i < used; i += 2) {
            if (slotsAndValues[i] == slot) return (T) slotsAndValues[i + 1];
        }
        return null;
    }

    <T> void put(Slot<T> slot, T value) {
        int at = 0;
        while (at < used && slotsAndValues[at] != slot) at += 2;
        if (at == slotsAndValues.length) slotsAndValues = Arrays.copyOf(slotsAndValues, at * 2);
        slotsAndValues[at] = slot;
        slotsAndValues[at + 1] = value;
        used = Math.max(used, at + 2);
    }
}
