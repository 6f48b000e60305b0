package io.gatehouse.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A call that cannot be answered as asked: the status, and the body that says why. */
final class AdminProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ObjectNode body;

    AdminProblem(int status, ObjectNode body) {
        super(body.path("message").asText(), null, false, false);
        this.status = status;
        this.body = body;
    }

    AdminProblem(int status, String message) {
        this(status, JsonNodeFactory.instance.objectNode().put("message", message));
    }

    static AdminProblem notFound() {
        return new AdminProblem(404, "Not found");
    }

    int status() {
        return status;
    }

    ObjectNode body() {
        return body;
    }
}
