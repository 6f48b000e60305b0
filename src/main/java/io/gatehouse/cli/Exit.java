package io.gatehouse.cli;

/** What a command ends with; scripts rely on these numbers. */
final class Exit {
    /** What was asked for is done, or there was nothing to do. */
    static final int DONE = 0;
    /** Nothing is done: the command, a file, the connection or the configuration is not good. */
    static final int FAILED = 1;
    /** {@code diff} has found differences, {@code lint} something to be put right. */
    static final int FOUND = 2;

    private Exit() {}
}
