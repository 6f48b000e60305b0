package io.gatehouse.mail;

import io.gatehouse.settings.Settings;
import io.gatehouse.web.NotFound;
import io.netty.util.NetUtil;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The demo's mailbox: everybody's mails, since none of them leaves the house. There is no such page anywhere else. */
@Path("/mailbox")
@PermitAll
public class MailboxPages {
    private static final int MOST = 50;

    private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final Settings settings;
    private final RoutingContext context;

    MailboxPages(Settings settings, RoutingContext context) {
        this.settings = settings;
        this.context = context;
    }

    @CheckedTemplate(basePath = "account", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance mailbox(List<Received> mails);
    }

    record Received(String recipient, String subject, Instant at, Letter letter) {}

    @GET
    public TemplateInstance mails() {
        if (!settings.demo() || settings.mail().enabled() || !isFromThisMachine()) throw new NotFound();
        return Templates.mailbox(OutgoingMail.<OutgoingMail>find("order by createdAt desc").page(0, MOST).stream()
                .map(mail -> new Received(
                        mail.recipient,
                        mail.subject,
                        mail.createdAt,
                        Letter.of(mail.textBody, settings.portal().url())))
                .toList());
    }

    /** The links in these mails open accounts, so that they are neither for the network nor for pages that go by another name. */
    private boolean isFromThisMachine() {
        String host = context.request().authority() == null
                ? ""
                : context.request().authority().host();
        boolean isOurName = OWN_NAMES.contains(host)
                || host.equalsIgnoreCase(settings.portal().url().getHost());
        SocketAddress peer = context.request().connection().remoteAddress(true);
        return isOurName
                && NetUtil.createInetAddressFromIpAddressString(peer.hostAddress())
                        .isLoopbackAddress();
    }
}
