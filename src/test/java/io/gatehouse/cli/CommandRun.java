package io.gatehouse.cli;

import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.plugins.BuiltIn;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A command that has run, in this process.
 *
 * @param out what it wrote to standard output, {@code problems} what to standard error
 */
record CommandRun(int code, String out, String problems) {
    static final Plugins PLUGINS = new Plugins(BuiltIn.all());

    static CommandRun of(String... arguments) {
        return with(Map.of(), "", false, arguments);
    }

    /** @param typed what is on standard input */
    static CommandRun with(Map<String, String> environment, String typed, boolean isTerminal, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream problems = new ByteArrayOutputStream();
        Surroundings around = new Surroundings(
                () -> PLUGINS,
                Path.of("there-is-no-data-folder"),
                environment::get,
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(problems, true, StandardCharsets.UTF_8),
                isTerminal);
        int code = Commands.run(around, List.of(arguments));
        return new CommandRun(code, out.toString(StandardCharsets.UTF_8), problems.toString(StandardCharsets.UTF_8));
    }
}
