package io.gatehouse.identity;

import io.gatehouse.web.Answer;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.Response;

/**
 * A link that an operator has just made for somebody. Its page shows it this once, for operators to hand on; it also went out by
 * mail where mails are sent.
 *
 * @param goodFor in words, such as {@code 7 days}
 * @param back where the operator goes on
 */
public record OneTimeLink(
        String title, String url, String recipient, String goodFor, boolean mailed, String back, String section) {

    @CheckedTemplate(basePath = "console", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance oneTimeLink(OneTimeLink link);
    }

    public Response page() {
        return Answer.once(Templates.oneTimeLink(this));
    }
}
