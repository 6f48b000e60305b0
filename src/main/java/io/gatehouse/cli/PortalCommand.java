package io.gatehouse.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The portal as a folder of files; docs/portal-folder.md says what is in it. */
@Command(
        name = "portal",
        synopsisSubcommandLabel = "COMMAND",
        description = "Writes the portal to a folder of files, or makes it what a folder says.")
final class PortalCommand {
    private PortalCommand() {}

    static CommandLine of(Surroundings around) {
        return new CommandLine(new PortalCommand())
                .addSubcommand(new PortalExport(around))
                .addSubcommand(new PortalImport(around));
    }
}
