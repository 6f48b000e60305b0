package io.gatehouse.controlplane.sync;

import io.gatehouse.gateway.document.DocumentProblem;
import java.util.List;

/** A file that cannot be taken as it is, with everything that is wrong with it. Nothing has changed. */
public class RefusedDocument extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<DocumentProblem> problems;

    RefusedDocument(List<DocumentProblem> problems) {
        super(problems.get(0).problem().message());
        this.problems = List.copyOf(problems);
    }

    public List<DocumentProblem> problems() {
        return problems;
    }
}
