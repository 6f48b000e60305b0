package io.gatehouse.cli;

import io.gatehouse.folder.FolderArchive;
import io.gatehouse.folder.UnusableFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the portal to a folder, so that its files are those of the portal and no others. */
@Command(name = "export", description = "Writes the whole portal to a folder, without secrets.")
final class PortalExport implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(paramLabel = "DIR", description = "The folder; made if it is not there.")
    private Path folder;

    @Option(names = "--check", description = "Write nothing; exit code 2 if the folder is not what would be written.")
    private boolean isCheck;

    @Mixin
    private Connection connection = new Connection();

    PortalExport(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        PortalDirectory directory = new PortalDirectory(folder);
        directory.refuseForeign();
        SortedMap<String, byte[]> files = files(connection.to(null, around).portal());
        List<String> differences = directory.differences(files);
        differences.forEach(around.out()::println);
        if (!isCheck) directory.write(files);
        if (differences.isEmpty()) around.out().println(folder + " is what the portal is.");
        else if (!isCheck) around.out().println(files.size() + " files written to " + folder + ".");
        return isCheck && !differences.isEmpty() ? Exit.FOUND : Exit.DONE;
    }

    private static SortedMap<String, byte[]> files(byte[] archive) {
        try {
            return FolderArchive.read(archive);
        } catch (UnusableFolder unusable) {
            throw new Failed("the control plane answers an export that cannot be read: " + unusable.getMessage());
        }
    }
}
