package io.gatehouse.cli;

import picocli.CommandLine.Command;

/** Brings what the files name, and leaves all else. */
@Command(
        name = "apply",
        description = "Creates and changes what the files name, and deletes nothing. Shows first what changes.")
final class Apply extends Bringing {
    Apply(Surroundings around) {
        super(false, around);
    }
}
