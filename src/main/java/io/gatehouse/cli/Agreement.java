package io.gatehouse.cli;

import java.io.IOException;
import java.util.Locale;

/** Asks before something is deleted, and takes silence for a no. */
final class Agreement {
    private Agreement() {}

    /** @param one what it is called, and {@code many} what several are */
    static boolean isGiven(int count, String one, String many, Surroundings around) {
        String what = count == 1 ? "1 " + one : count + " " + many;
        if (!around.isTerminal())
            throw new Failed("Nothing is changed: " + what
                    + " would be deleted, and nobody is here to be asked. --yes agrees to it.");
        around.out().flush();
        around.problems().print("Delete " + what + "? [y/N] ");
        around.problems().flush();
        boolean isYes = answer(around).strip().toLowerCase(Locale.ROOT).matches("y|yes");
        if (!isYes) around.problems().println("Nothing is changed.");
        return isYes;
    }

    private static String answer(Surroundings around) {
        StringBuilder line = new StringBuilder();
        try {
            for (int next = around.in().read();
                    next >= 0 && next != '\n';
                    next = around.in().read()) line.append((char) next);
        } catch (IOException closed) {
            return "";
        }
        return line.toString();
    }
}
