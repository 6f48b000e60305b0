package io.gatehouse.console;

import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** A page with a status of its own. */
final class Answer {
    private static final int UNPROCESSABLE = 422;

    private Answer() {}

    /** The form again, with everything that was typed and what is wrong with it. */
    static Response refused(TemplateInstance page) {
        return Response.status(UNPROCESSABLE)
                .type(MediaType.TEXT_HTML_TYPE)
                .entity(page)
                .build();
    }
}
