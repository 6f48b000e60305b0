package io.gatehouse.mail;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people would find in their mailboxes. */
public final class TestMails {
    private static final Pattern LINK = Pattern.compile("(?m)^https?://[^/\\s]+(/\\S+)$");

    private TestMails() {}

    public record Mail(String subject, String text) {
        /** Path of the first link that stands on a line of its own. */
        public String link() {
            Matcher matcher = LINK.matcher(text);
            if (!matcher.find()) throw new AssertionError("No link in: " + text);
            return matcher.group(1);
        }
    }

    /** Newest first. */
    public static List<Mail> to(String recipient) {
        return QuarkusTransaction.requiringNew()
                .call(() ->
                        OutgoingMail.<OutgoingMail>list("recipient = ?1 order by createdAt desc", recipient).stream()
                                .map(mail -> new Mail(mail.subject, mail.textBody))
                                .toList());
    }

    public static Mail newest(String recipient) {
        List<Mail> mails = to(recipient);
        if (mails.isEmpty()) throw new AssertionError("No mail to " + recipient);
        return mails.get(0);
    }
}
