package io.gatehouse.cluster;

/** A call of a node that is not done, with the status and the words of the answer. */
final class NodeProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    NodeProblem(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
