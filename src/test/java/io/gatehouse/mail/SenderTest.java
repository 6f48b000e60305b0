package io.gatehouse.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import io.gatehouse.Patience;
import io.gatehouse.identity.TestPeople;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(MailProfile.class)
class SenderTest {
    @Inject
    Outbox outbox;

    @Inject
    Sender sender;

    private final GreenMail server = MailProfile.server();
    private final String recipient = TestPeople.freshEmail();

    @Test
    void a_mail_goes_out_as_text_and_as_html() throws Exception {
        outbox.write(recipient, "Grüße <b>", """
                Hello <script>alert(1)</script>,

                http://localhost:8080/verify/abc

                http://evil.example/
                """);
        MimeMessage mail = only();
        assertEquals("Grüße <b>", mail.getSubject());
        assertEquals("The Portal <portal@example.com>", mail.getFrom()[0].toString());
        assertEquals(recipient, mail.getAllRecipients()[0].toString());
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        assertEquals(2, parts.getCount());
        assertTrue(parts.getBodyPart(0).getContent().toString().contains("Hello <script>"));
        Document html = Jsoup.parse(parts.getBodyPart(1).getContent().toString());
        assertEquals(0, html.select("script").size());
        assertEquals("http://localhost:8080/verify/abc", html.select("a").attr("href"));
        assertEquals(1, html.select("a").size(), "an address that is not ours stays text");
    }

    @Test
    void of_many_mails_each_goes_out_at_the_first_try() {
        List<String> recipients =
                Stream.generate(TestPeople::freshEmail).limit(40).toList();
        for (String each : recipients) {
            outbox.write(each, "One of many", "Hello.");
            Patience.until("it is sent", () -> row(each).attempts > 0 && row(each).nextAttemptAt == null);
            assertEquals(1, row(each).attempts, () -> row(each).lastError);
        }
    }

    @Test
    void what_was_sent_is_not_kept() throws Exception {
        outbox.write(recipient, "Link", "http://localhost:8080/reset-password/secret");
        Patience.until("the mail is sent", () -> row().sentAt != null);
        only();
        assertEquals("", row().textBody);
    }

    @Test
    void a_change_that_is_taken_back_sends_nothing() {
        QuarkusTransaction.begin();
        outbox.write(recipient, "Never", "Never.");
        QuarkusTransaction.rollback();
        sender.sendWaiting();
        assertTrue(received().isEmpty());
    }

    @Test
    void while_the_server_is_away_forms_answer_and_the_mail_waits() throws Exception {
        server.stop();
        try {
            Instant before = Instant.now();
            var answer = TestPeople.visitor()
                    .post("/sign-up", Map.of("name", "Ann", "email", recipient, "password", TestPeople.PASSWORD));
            assertEquals(303, answer.statusCode());
            assertTrue(Duration.between(before, Instant.now()).toSeconds() < 5, "it does not wait for the server");
            Patience.until("it was tried", () -> row().lastError != null);
            assertNull(row().sentAt);
        } finally {
            server.start();
        }
        dueNow();
        sender.sendWaiting();
        Patience.until("the mail is sent", () -> row().sentAt != null);
        sender.sendWaiting();
        assertEquals("Confirm your e-mail address", only().getSubject());
    }

    private MimeMessage only() throws MessagingException {
        Patience.until("a mail comes", () -> !received().isEmpty());
        assertEquals(1, received().size());
        return received().get(0);
    }

    /** Other tests have mails under way as well. */
    private List<MimeMessage> received() {
        return Arrays.stream(server.getReceivedMessages())
                .filter(mail -> recipient.equals(GreenMailUtil.getAddressList(recipients(mail))))
                .toList();
    }

    private static Address[] recipients(MimeMessage mail) {
        try {
            return mail.getAllRecipients();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private OutgoingMail row() {
        return row(recipient);
    }

    private static OutgoingMail row(String recipient) {
        return QuarkusTransaction.requiringNew()
                .call(() ->
                        OutgoingMail.<OutgoingMail>find("recipient", recipient).firstResult());
    }

    private void dueNow() {
        QuarkusTransaction.requiringNew()
                .run(() -> OutgoingMail.update("nextAttemptAt = ?1 where recipient = ?2", Instant.now(), recipient));
    }
}
