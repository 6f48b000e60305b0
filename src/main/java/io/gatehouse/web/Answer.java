package io.gatehouse.web;

import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The answers of pages that are more than a page. */
public final class Answer {
    private static final int UNPROCESSABLE = 422;

    private Answer() {}

    /** A form that was refused: shown again with all that was typed, and the status says that nothing was done. */
    public static Response refused(TemplateInstance page) {
        return Response.status(UNPROCESSABLE)
                .type(MediaType.TEXT_HTML_TYPE)
                .entity(page)
                .build();
    }

    /** A page that holds a secret: no cache keeps it, and going back does not bring it up again. */
    public static Response once(TemplateInstance page) {
        return Response.ok(page, MediaType.TEXT_HTML_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
