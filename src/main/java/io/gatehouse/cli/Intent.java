package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is to be brought where: files to a runtime group, or what is in one group to another. */
final class Intent {
    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "YAML or JSON, a folder of such files, or - for standard input; several count as one.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "The runtime group; else the file’s _workspace, else default.")
    private String group;

    @Option(
            names = "--select-tag",
            paramLabel = "TAG",
            split = ",",
            description =
                    "Only what has this tag (all of them, if several are given); else the file’s _info.select_tags.")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--from", paramLabel = "GROUP", description = "In place of files: the runtime group to copy.")
    private String from;

    @Option(names = "--to", paramLabel = "GROUP", description = "With --from: the runtime group to copy to.")
    private String to;

    @Option(names = "--from-url", paramLabel = "URL", description = "Of the control plane that --from is in.")
    private String fromUrl;

    @Option(names = "--to-url", paramLabel = "URL", description = "Of the control plane that --to is in.")
    private String toUrl;

    @Option(names = "--from-token-file", paramLabel = "FILE", description = "For --from-url.")
    private Path fromTokenFile;

    @Option(names = "--to-token-file", paramLabel = "FILE", description = "For --to-url.")
    private Path toTokenFile;

    @Option(
            names = "--portal",
            description =
                    "With --from: also the portal’s applications, with their keys (as digests) and registrations.")
    private boolean withPortal;

    @Mixin
    private Connection connection = new Connection();

    /** @param plane where the configuration is to be */
    record Job(ControlPlane plane, Sending sending) {}

    /** @param prunes whether what is not named goes */
    Job job(boolean prunes, Surroundings around) {
        if (from == null && to == null) return ofFiles(prunes, around);
        if (from == null || to == null) throw new Failed("--from and --to go together");
        if (!files.isEmpty() || group != null) throw new Failed("--from and --to stand in place of files and --group");
        ControlPlane source = connection.to(fromUrl, fromTokenFile, from, around);
        ControlPlane target = connection.to(toUrl, toTokenFile, to, around);
        JsonNode document = source.dump(new ControlPlane.Extent(tags, withPortal, false, false));
        if (document instanceof ObjectNode object) object.remove("_workspace");
        return new Job(target, new Sending(document, null, tags, prunes));
    }

    private Job ofFiles(boolean prunes, Surroundings around) {
        if (files.isEmpty()) throw new Failed("name a file or a folder, or two runtime groups with --from and --to");
        if (fromUrl != null || toUrl != null || fromTokenFile != null || toTokenFile != null || withPortal)
            throw new Failed("--from-url, --to-url, their tokens and --portal go with --from and --to");
        StateFile file = StateFile.read(files, around);
        String target = group != null ? group : file.group();
        return new Job(
                connection.to(target, around), new Sending(file.document(), file, tags(file.selectTags()), prunes));
    }

    private List<String> tags(List<String> ofFile) {
        if (tags.isEmpty()) return ofFile;
        if (!ofFile.isEmpty() && !new LinkedHashSet<>(ofFile).equals(new LinkedHashSet<>(tags)))
            throw new Failed("--select-tag " + String.join(",", tags)
                    + " is not what the file says in _info.select_tags: " + String.join(",", ofFile));
        return tags;
    }

    List<String> files() {
        return files;
    }
}
