package io.gatehouse.folder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Everything that is wrong with a folder, and where each of its values stands, so that what is found later is told with its line. */
final class Findings {
    /** So many are enough to work on. */
    private static final int MOST = 200;

    private final List<FolderProblem> problems = new ArrayList<>();
    private final List<FolderProblem> remarks = new ArrayList<>();
    private final Map<String, Integer> lines = new HashMap<>();

    void place(String file, String field, int line) {
        lines.put(file + "#" + field, line);
    }

    /** @param field null for the file as a whole */
    void add(String file, String field, String message) {
        add(file, lines.get(file + "#" + field), field, message);
    }

    void add(String file, Integer line, String field, String message) {
        if (problems.size() < MOST) problems.add(new FolderProblem(file, line, field, message));
    }

    /** Forbids nothing. */
    void remark(String file, Integer line, String field, String message) {
        if (remarks.size() < MOST) remarks.add(new FolderProblem(file, line, field, message));
    }

    List<FolderProblem> remarks() {
        return remarks;
    }

    boolean isAbout(String file, String field) {
        return problems.stream()
                .anyMatch(problem -> file.equals(problem.file()) && Objects.equals(field, problem.field()));
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    void orRefuse() {
        if (!problems.isEmpty()) throw new UnusableFolder(problems);
    }
}
