package io.gatehouse.cli;

import picocli.CommandLine.Command;

/** Makes a runtime group what the files say, and no more than that. */
@Command(
        name = "sync",
        description = "Makes a runtime group what the files say; what they do not name goes. Shows first what changes.")
final class Sync extends Bringing {
    Sync(Surroundings around) {
        super(true, around);
    }
}
