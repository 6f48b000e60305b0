package io.gatehouse.identity;

import io.gatehouse.mail.Outbox;
import io.gatehouse.settings.Settings;
import io.gatehouse.web.Redirect;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What people are told by mail about their accounts. A mail to an address that is not confirmed yet holds nothing that was typed into
 * a form: strangers could send their words through us.
 */
@Singleton
class AccountMails {
    private static final int MOST_IN_WINDOW = 5;
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private static final String CONFIRM = "Confirm your e-mail address";
    private static final String KNOWN = "You already have an account";
    private static final String CHOOSE = "Choose a new password";
    /** What anybody can make us write, by a form that needs no sign-in. */
    private static final List<String> ASKED_FOR_BY_ANYBODY = List.of(CONFIRM, KNOWN, CHOOSE);

    private final Outbox outbox;
    private final String portal;
    private final boolean delivered;

    AccountMails(Outbox outbox, Settings settings) {
        this.outbox = outbox;
        this.delivered = settings.mail().enabled() || settings.demo();
        this.portal = settings.portal().url().toString().replaceAll("/$", "");
    }

    /** Whether so many mails to the address were asked for lately that more of them would only help somebody who wants to annoy. */
    boolean isFlooded(String email) {
        return outbox.count(email, ASKED_FOR_BY_ANYBODY, Instant.now().minus(WINDOW)) >= MOST_IN_WINDOW;
    }

    void confirm(Developer developer, String token, String next) {
        String link = Redirect.withNext(portal + "/verify/" + token, next);
        outbox.write(developer.email, CONFIRM, """
                Welcome! To finish your sign-up, open this link and enter the password that you chose:

                %s

                The link works once, within 24 hours.

                You did not sign up? Then ignore this mail: without you the account cannot be used.
                """.formatted(link));
    }

    void alreadySignedUp(Developer developer) {
        outbox.write(developer.email, KNOWN, """
                Somebody, most likely you, wanted to sign up with this address. You have an account already. Sign in here:

                %s/sign-in

                You forgot the password? Choose a new one here:

                %s/forgot-password

                If it was not you, there is nothing to do.
                """.formatted(portal, portal));
    }

    void resetPassword(Developer developer, String token) {
        outbox.write(developer.email, CHOOSE, """
                Open this link to choose a new password:

                %s/reset-password/%s

                The link works once, within 30 minutes.

                You did not ask for it? Then ignore this mail: your password stays as it is.
                """.formatted(portal, token));
    }

    String address(String path) {
        return portal + path;
    }

    /** Whether mails reach anybody: by a server, or on the page of the demo. */
    boolean areDelivered() {
        return delivered;
    }

    /** The same, by an operator's doing: the link is mailed if that reaches anybody, and shown to the operator anyway. */
    OneTimeLink newPassword(String name, String email, String path, String back, String section) {
        if (delivered) outbox.write(email, CHOOSE, """
                    The people who run the portal have sent you this link, with which you choose a new password:

                    %s

                    The link works once, within 24 hours.
                    """.formatted(address(path)));
        return new OneTimeLink(
                "A new password for " + name, address(path), email, "24 hours", delivered, back, section);
    }

    void invited(String email, String inviter, String path) {
        outbox.write(email, "You are invited to run a portal", """
                %s invites you to become an operator of this portal and its gateway. Open this link to create your account:

                %s

                The link works once, within 7 days.

                You do not know what this is about? Then ignore this mail.
                """.formatted(inviter, address(path)));
    }

    void passwordChanged(Developer developer) {
        outbox.write(developer.email, "Your password was changed", """
                The password of your account was changed, and your other sessions were ended.

                If it was not you, choose a new password now:

                %s/forgot-password
                """.formatted(portal));
    }

    void approved(Developer developer, String reason) {
        outbox.write(developer.email, "Your account is approved", """
                Hello %s,

                your account is approved. You can register apps and get keys now:

                %s/apps%s
                """.formatted(developer.name, portal, below(reason)));
    }

    void rejected(Developer developer) {
        outbox.write(
                developer.email, "Your account was declined", """
                Hello %s,

                your request for an account was declined:

                %s
                """.formatted(developer.name, developer.stateReason));
    }

    void suspended(Developer developer) {
        outbox.write(
                developer.email, "Your account is suspended", """
                Hello %s,

                your account is suspended, and the keys of your apps do not work:

                %s
                """.formatted(developer.name, developer.stateReason));
    }

    private static String below(String reason) {
        return reason.isEmpty() ? "" : "\n\n" + reason;
    }

    void reinstated(Developer developer, String reason) {
        outbox.write(developer.email, "Your account works again", """
                Hello %s,

                your account is no longer suspended. The keys of your apps work again:

                %s/apps%s
                """.formatted(developer.name, portal, below(reason)));
    }

    void awaitsApproval(Operator operator, Developer developer) {
        outbox.write(operator.email, "A developer waits for approval", """
                %s (%s) has signed up and waits for your approval:

                %s/console/inbox
                """.formatted(
                        developer.name, developer.email, portal));
    }
}
