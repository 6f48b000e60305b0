package io.gatehouse.portal;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A failure as it is shown.
 *
 * @param advice what to do now
 * @param id is in the log as well; empty unless the fault is ours
 */
public record Problem(int status, String title, String advice, String id) {

    static Problem of(int status) {
        return switch (status) {
            case 400 ->
                new Problem(status, "We could not read that request", "Go back, reload the page and try again.", "");
            case 401 ->
                new Problem(
                        status,
                        "Your session has ended",
                        "Nothing was done, and nothing that you typed is lost yet: sign in in a new tab, come back to this one and reload it. Your browser will offer to send the form again.",
                        "");
            case 403 -> new Problem(status, "That was not accepted", "Go back, reload the page and try again.", "");
            case 404 ->
                new Problem(
                        status,
                        "There is nothing here",
                        "The address may be mistyped, or what was here has gone. It may also be for other people only.",
                        "");
            case 405 ->
                new Problem(status, "This address cannot do that", "Start again from the page that you came from.", "");
            case 410 -> new Problem(status, "This link has expired", "Ask whoever sent it for a fresh one.", "");
            case 413 -> new Problem(status, "That was too big", "Go back and send less at once.", "");
            case 415 ->
                new Problem(
                        status,
                        "We cannot read that kind of content",
                        "Send it as a form of one of our pages does.",
                        "");
            case 422 -> new Problem(status, "That cannot be done", "Go back and change what you sent.", "");
            case 503 ->
                new Problem(
                        status,
                        "We will be back in a moment",
                        "The portal cannot reach its database. Calls through the gateway go on. Try again shortly.",
                        "");
            default ->
                status < 500
                        ? new Problem(status, "That request was refused", "Go back and try another way.", "")
                        : new Problem(
                                status,
                                "Something went wrong on our side",
                                "Nothing that you did. Try again; if it stays, tell us the number below.",
                                "");
        };
    }

    Problem saying(String what) {
        return new Problem(status, title, what, id);
    }

    Problem titled(String what) {
        return new Problem(status, what, advice, id);
    }

    Problem withId(String given) {
        return new Problem(status, title, advice, given);
    }

    /** As RFC 9457 has it. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "about:blank");
        json.put("title", title);
        json.put("status", status);
        json.put("detail", advice);
        if (!id.isEmpty()) json.put("id", id);
        return json;
    }
}
