package io.gatehouse.cli;

import java.util.Locale;

/** How much a finding weighs, the lighter one first. */
enum Severity {
    WARNING,
    ERROR;

    /** As options and output have it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
