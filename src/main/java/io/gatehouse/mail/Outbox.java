package io.gatehouse.mail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;

/** Takes mails in the transaction of the change that they tell of; they are sent afterwards, or not at all. */
@ApplicationScoped
public class Outbox {

    /** How many mails were written to this address since then. */
    @Transactional
    public long count(String recipient, Instant since) {
        return OutgoingMail.count("recipient = ?1 and createdAt > ?2", recipient, since);
    }

    @Transactional
    public void write(String recipient, String subject, String text) {
        OutgoingMail mail = new OutgoingMail();
        mail.recipient = recipient;
        mail.subject = subject.length() > 200 ? subject.substring(0, 200) : subject;
        mail.textBody = text;
        mail.createdAt = Instant.now();
        mail.nextAttemptAt = mail.createdAt;
        mail.persist();
    }
}
