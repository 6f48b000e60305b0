package io.gatehouse.mail;

import io.gatehouse.settings.Settings;
import io.gatehouse.theme.Themes;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jboss.logging.Logger;

/** Sends what waits in the outbox: right after the change was committed, and again later when the mail server was away. */
@ApplicationScoped
class Sender {
    private static final Logger LOG = Logger.getLogger(Sender.class);

    private final Settings settings;
    private final Queue queue;
    private final ReactiveMailer mailer;
    private final Context context;
    private final Themes themes;
    private final Executor executor;
    private final Duration timeout;
    private final AtomicInteger calls = new AtomicInteger();

    Sender(
            Settings settings,
            Queue queue,
            ReactiveMailer mailer,
            Vertx vertx,
            Themes themes,
            ManagedExecutor executor,
            @ConfigProperty(name = "quarkus.mailer.timeout", defaultValue = "60s") Duration timeout) {
        this.settings = settings;
        this.queue = queue;
        this.mailer = mailer;
        this.context = vertx.getOrCreateContext();
        this.themes = themes;
        this.executor = executor;
        this.timeout = timeout;
    }

    @CheckedTemplate(basePath = "mail", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance letter(String portal, String subject, Letter letter);
    }

    void atStart(@Observes StartupEvent start) {
        if (!settings.mail().enabled() && !settings.demo())
            LOG.warn("Mail is off, so nobody can confirm an address or reset a password by themselves."
                    + " Set GATEHOUSE_MAIL_ENABLED=true and the QUARKUS_MAILER_* settings.");
    }

    void afterCommit(@Observes(during = TransactionPhase.AFTER_SUCCESS) MailWritten written) {
        executor.execute(this::sendWaiting);
    }

    /** One thread sends at a time; who comes meanwhile makes it look once more, so that no mail is passed by. */
    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sendWaiting() {
        if (!settings.mail().enabled() || calls.getAndIncrement() > 0) return;
        int answered;
        try {
            do {
                answered = calls.get();
                sendEach();
            } while (!calls.compareAndSet(answered, 0));
        } catch (RuntimeException e) {
            calls.set(0);
            throw e;
        }
    }

    private void sendEach() {
        for (Optional<OutgoingMail> mail = queue.take(); mail.isPresent(); mail = queue.take()) send(mail.get());
    }

    private void send(OutgoingMail mail) {
        try {
            deliver(Mail.withText(mail.recipient, mail.subject, mail.textBody)
                    .setHtml(html(mail))
                    .addHeader("Message-ID", "<" + mail.id + "@gatehouse>")
                    .addHeader("Auto-Submitted", "auto-generated"));
        } catch (RuntimeException e) {
            LOG.warnf("A mail could not be sent and will be tried again: %s", e.toString());
            queue.failed(mail.id, e.toString());
            return;
        }
        queue.sent(mail.id);
    }

    /**
     * Started on an event loop: from any other thread the mail client opens its connection on one loop and listens on another, and
     * may miss the server's greeting, which it then waits for in vain.
     */
    private void deliver(Mail mail) {
        Uni.createFrom()
                .<Void>emitter(sent -> context.runOnContext(
                        start -> mailer.send(mail).subscribe().with(sent::complete, sent::fail)))
                .await()
                .atMost(timeout);
    }

    private String html(OutgoingMail mail) {
        return Templates.letter(
                        "Gatehouse",
                        mail.subject,
                        Letter.of(mail.textBody, settings.portal().url()))
                .render();
    }
}
