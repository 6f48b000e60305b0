package io.gatehouse.web;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where the browser goes after a form: always 303, so that a reload never sends the form again. */
public final class Redirect {
    /** Longer than any address of ours; it travels in mails as well. */
    private static final int LONGEST = 500;

    private Redirect() {}

    /** To a path of our own; without a host, so that what a proxy in front calls us does not matter. */
    public static Response to(String path) {
        return Response.status(Response.Status.SEE_OTHER)
                .header(HttpHeaders.LOCATION, path)
                .build();
    }

    /** The path if it is one of our own, else the other: a link must not lead a person who signs in to somebody else's site. */
    public static String ownPath(String path, String otherwise) {
        if (path == null || path.length() > LONGEST || !path.startsWith("/") || path.startsWith("//")) return otherwise;
        boolean clean =
                path.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\' && c != '"' && c != '<' && c != '>');
        return clean ? path : otherwise;
    }

    /** The address of a page that leads on to {@code next} when it is done; just the page when that is empty. */
    public static String withNext(String page, String next) {
        return next.isEmpty() ? page : page + "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }
}
