package io.gatehouse.folder;

import java.util.List;

/** The folder cannot be imported. Nothing was changed; every problem that was found is named. */
public final class UnusableFolder extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<FolderProblem> problems;

    UnusableFolder(List<FolderProblem> problems) {
        super(problems.get(0).told(), null, false, false);
        this.problems = List.copyOf(problems);
    }

    public List<FolderProblem> problems() {
        return problems;
    }
}
