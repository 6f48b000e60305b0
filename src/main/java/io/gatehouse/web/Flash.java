package io.gatehouse.web;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** One sentence for the page after a redirect. It travels in a cookie, is shown once and then gone. */
@Named("flash")
@RequestScoped
public class Flash {
    private static final String COOKIE = "gh_flash";
    private static final int MOST = 500;

    @Inject
    RoutingContext context;

    @Inject
    Cookies cookies;

    private boolean held;

    /**
     * A sentence and its tone: {@code success} or {@code problem}.
     *
     * @param path of a page that has more to say; may be empty
     * @param label of the link to it
     */
    public record Message(String tone, String text, String path, String label) {}

    public void success(String text) {
        write("success", text, "", "");
    }

    /** With a link to a page of ours that has more to say. */
    public void success(String text, String path, String label) {
        write("success", text, path, label);
    }

    public void problem(String text) {
        write("problem", text, "", "");
    }

    private void write(String tone, String text, String path, String label) {
        String cut = text.length() > MOST ? text.substring(0, MOST) : text;
        byte[] bytes = String.join("\n", tone, path, label, cut).getBytes(StandardCharsets.UTF_8);
        cookies.write(context, COOKIE, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Keeps the message for a later page: this one is not the page that it was meant for. */
    public void hold() {
        held = true;
    }

    /** The message for this page, or null. Reading it takes it away. */
    public Message message() {
        if (held) return null;
        String value = cookies.read(context, COOKIE).orElse(null);
        if (value == null) return null;
        cookies.erase(context, COOKIE);
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8).split("\n", 4);
            boolean ours = parts.length == 4 && parts[0].matches("success|problem");
            return ours ? new Message(parts[0], parts[3], Redirect.ownPath(parts[1], ""), parts[2]) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
