package io.gatehouse.application;

import io.gatehouse.mail.Outbox;
import io.gatehouse.settings.Settings;
import jakarta.inject.Singleton;

/** What developers are told by mail when operators stop their apps or keys: nobody should have to find out by failing calls. */
@Singleton
class ApplicationMails {
    private final Outbox outbox;
    private final String portal;

    ApplicationMails(Outbox outbox, Settings settings) {
        this.outbox = outbox;
        portal = settings.portal().url().toString().replaceAll("/$", "");
    }

    void revoked(ApiKey key, String reason) {
        tell(
                key.application,
                "A key of “" + key.application.name + "” was revoked",
                "the key “" + key.name + "” (" + key.shown() + ") of your app “" + key.application.name
                        + "” was revoked by the people who run the portal. It opens nothing any more"
                        + because(reason),
                "/keys");
    }

    void suspended(Application application, String reason) {
        tell(
                application,
                "“" + application.name + "” is suspended",
                "your app “" + application.name + "” is suspended, and its keys do not work" + because(reason),
                "");
    }

    void reinstated(Application application, String reason) {
        tell(
                application,
                "“" + application.name + "” works again",
                "your app “" + application.name + "” is no longer suspended. Its keys work again" + because(reason),
                "");
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "." : ":\n\n" + reason;
    }

    private void tell(Application application, String subject, String news, String page) {
        outbox.write(application.owner.email, subject, """
                Hello %s,

                %s

                %s/apps/%s%s
                """.formatted(
                        application.owner.name, news, portal, application.id, page));
    }
}
