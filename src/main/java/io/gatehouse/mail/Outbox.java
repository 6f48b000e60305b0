package io.gatehouse.mail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;

/** Takes mails in the transaction of the change that they tell of; they are sent afterwards, or not at all. */
@ApplicationScoped
@Transactional
public class Outbox {
    private final Event<MailWritten> written;

    Outbox(Event<MailWritten> written) {
        this.written = written;
    }

    /**
     * @param text paragraphs with an empty line between them; a link stands in a paragraph of its own
     */
    public void write(String recipient, String subject, String text) {
        OutgoingMail mail = new OutgoingMail();
        mail.recipient = recipient;
        mail.subject = subject.length() > 200 ? subject.substring(0, 200) : subject;
        mail.textBody = text;
        mail.createdAt = Instant.now();
        mail.nextAttemptAt = mail.createdAt;
        mail.persist();
        written.fire(new MailWritten());
    }

    /** How many mails with one of these subjects were written to this address since then. */
    public long count(String recipient, Collection<String> subjects, Instant since) {
        return OutgoingMail.count("recipient = ?1 and subject in ?2 and createdAt > ?3", recipient, subjects, since);
    }
}
