package io.gatehouse.cli;

import io.gatehouse.gateway.plugin.Plugins;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * All that a command sees of the world, so that a test can give it another.
 *
 * @param plugins asked for only by what looks into files, as it takes a moment to read their schemas
 * @param data the data folder of the installation on this machine, which may not be there
 * @param environment the value of a variable, null for one that is not set
 * @param isTerminal whether somebody is there to be asked
 */
public record Surroundings(
        Supplier<Plugins> plugins,
        Path data,
        UnaryOperator<String> environment,
        InputStream in,
        PrintStream out,
        PrintStream problems,
        boolean isTerminal) {}
