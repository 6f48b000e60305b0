package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.document.DocumentReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a configuration may say without being wrong, and what its author hardly means. */
@Command(name = "lint", description = "Looks in files for what is allowed and hardly meant; nothing is called.")
final class Lint implements Callable<Integer> {
    private static final String IGNORE = "_ignore";

    private final Surroundings around;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "YAML or JSON, a folder of such files, or - for standard input; several count as one.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            defaultValue = "error",
            description = "warning or error (the default): from which on the exit code is 2.")
    private String failOn;

    @Option(
            names = "--ignore",
            paramLabel = "RULE",
            split = ",",
            description =
                    "A rule that does not count; in a file _ignore: [RULE] says so, for an entity and what is in it.")
    private Set<String> ignored = Set.of();

    @Option(
            names = "--nodes",
            defaultValue = "1",
            description = "How many nodes serve the configuration; 1 if left out.")
    private int nodes;

    @Option(names = "--rules", description = "List the rules and look at nothing.")
    private boolean lists;

    @Option(names = "--json", description = "Print the findings as JSON.")
    private boolean asJson;

    Lint(Surroundings around) {
        this.around = around;
    }

    private record Finding(LintRule rule, String path, String message) {}

    @Override
    public Integer call() {
        if (lists) {
            for (LintRule rule : LintRules.ALL)
                around.out()
                        .printf("%-20s %-8s %s%n", rule.id(), rule.severity().word(), rule.about());
            return Exit.DONE;
        }
        if (files.isEmpty()) throw new Failed("name a file or a folder");
        Severity least = severity();
        checkIgnored();
        StateFile file = StateFile.read(files, around);
        DocumentReading reading = new Check(around.plugins().get()).good(file);
        List<Finding> findings = find(new Overview(reading, nodes), file.document());
        if (asJson) around.out().println(json(findings, file).toPrettyString());
        else print(findings, file);
        return findings.stream().anyMatch(finding -> finding.rule().severity().compareTo(least) >= 0)
                ? Exit.FOUND
                : Exit.DONE;
    }

    private Severity severity() {
        for (Severity each : Severity.values()) if (each.word().equals(failOn)) return each;
        throw new Failed("--fail-on " + failOn + " is none of warning, error");
    }

    private void checkIgnored() {
        Set<String> known = LintRules.ALL.stream().map(LintRule::id).collect(Collectors.toSet());
        for (String rule : ignored)
            if (!known.contains(rule))
                throw new Failed("there is no rule '" + rule + "' to ignore; --rules lists them");
    }

    private List<Finding> find(Overview all, JsonNode document) {
        List<Finding> findings = new ArrayList<>();
        for (LintRule rule : LintRules.ALL) {
            if (ignored.contains(rule.id())) continue;
            rule.look().at(all, (entity, field, message) -> {
                String path = all.path(entity);
                if (isIgnored(rule.id(), path, document)) return;
                Finding finding = new Finding(rule, field == null ? path : path + "." + field, message);
                if (!findings.contains(finding)) findings.add(finding);
            });
        }
        return findings;
    }

    /** In the entity itself, or in anything that it is nested in. */
    private static boolean isIgnored(String rule, String path, JsonNode document) {
        JsonNode node = document;
        boolean isIgnored = names(node, rule);
        for (String step : path.split("\\.")) {
            node = node.isArray() ? node.path(Integer.parseInt(step) - 1) : node.path(step);
            isIgnored |= names(node, rule);
        }
        return isIgnored;
    }

    private static boolean names(JsonNode node, String rule) {
        for (JsonNode one : node.path(IGNORE)) if (one.asText().equals(rule)) return true;
        return false;
    }

    private void print(List<Finding> findings, StateFile file) {
        for (Finding finding : findings)
            around.out()
                    .println(file.place(finding.path())
                            + finding.rule().severity().word() + " "
                            + finding.rule().id() + ": " + finding.message());
        long errors = findings.stream()
                .filter(finding -> finding.rule().severity() == Severity.ERROR)
                .count();
        around.out().println(counted(errors, "error") + ", " + counted(findings.size() - errors, "warning") + ".");
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static ArrayNode json(List<Finding> findings, StateFile file) {
        ArrayNode list = ConfigJson.MAPPER.createArrayNode();
        for (Finding finding : findings)
            list.addObject()
                    .put("rule", finding.rule().id())
                    .put("severity", finding.rule().severity().word())
                    .put("place", file.place(finding.path()).replaceFirst(": $", ""))
                    .put("message", finding.message());
        return list;
    }
}
