package io.gatehouse.catalog.spec;

import java.time.Duration;

/**
 * What one document may cost. Every loader and every check that walks spends from it, so that neither a small file that
 * unfolds (alias bombs) nor a large flat one can exhaust memory, and a walk ends at the deadline even when nobody interrupts it.
 *
 * <p>Sized by real documents: GitHub's REST description has 13 MB, 258,000 nodes and depth 21.
 */
final class Budget {
    static final int JSON_BYTES = 32 << 20;
    static final int YAML_BYTES = 16 << 20;
    static final int DEPTH = 100;
    static final int OPERATIONS = 10_000;

    private static final int NODES = 1_500_000;
    private static final long TEXT_CHARS = 48L << 20;
    private static final int CLOCK_EVERY = 1024;

    private final long deadlineNanos;
    private int nodes;
    private long chars;
    private int steps;

    Budget(Duration time) {
        this.deadlineNanos = System.nanoTime() + time.toNanos();
    }

    /** One node more, with so many characters of text. */
    void spend(int textLength, int line, int column) throws Unreadable {
        nodes++;
        chars += textLength;
        if (nodes > NODES) {
            throw new Unreadable(
                    "The document has more than %,d values.".formatted(NODES),
                    "Split it into several APIs.",
                    line,
                    column);
        }
        if (chars > TEXT_CHARS) {
            throw new Unreadable(
                    "The document unfolds to more than %,d characters.".formatted(TEXT_CHARS),
                    "Write repeated text once and refer to it with $ref.",
                    line,
                    column);
        }
        step();
    }

    /** One container deeper. */
    void descend(int depth, int line, int column) throws Unreadable {
        if (depth > DEPTH) {
            throw new Unreadable(
                    "The document is nested more than %d levels deep.".formatted(DEPTH),
                    "Move inner schemas to components and refer to them with $ref.",
                    line,
                    column);
        }
    }

    /** Looks at the clock now and then. */
    void step() throws Unreadable {
        if (++steps % CLOCK_EVERY == 0) {
            checkTime();
        }
    }

    void checkTime() throws Unreadable {
        if (Thread.currentThread().isInterrupted() || System.nanoTime() - deadlineNanos > 0) {
            throw SpecParser.tookTooLong();
        }
    }
}
