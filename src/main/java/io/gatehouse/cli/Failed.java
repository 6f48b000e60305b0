package io.gatehouse.cli;

import java.util.List;

/** Ends a command: nothing that it was asked for could be done, for these reasons. */
final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    Failed(String line) {
        this(List.of(line));
    }

    Failed(List<String> lines) {
        super(String.join("\n", lines), null, false, false);
        this.lines = lines;
    }

    List<String> lines() {
        return lines;
    }
}
