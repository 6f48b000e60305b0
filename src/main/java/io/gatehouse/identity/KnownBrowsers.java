package io.gatehouse.identity;

import io.gatehouse.settings.Secrets;
import io.gatehouse.web.Cookies;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells a browser in which an account was used before from all others, so that strangers who guess at the account do not lock its owner
 * out. The mark is a cookie that opens nothing: it is signed, works for one account and does not say which.
 */
@Singleton
class KnownBrowsers {
    static final Duration LIFE = Duration.ofDays(180);

    private final Cookies cookies;
    private final Secrets secrets;

    KnownBrowsers(Cookies cookies, Secrets secrets) {
        this.cookies = cookies;
        this.secrets = secrets;
    }

    /** The browser with the mark that it brings for accounts of this kind. */
    Browser of(RoutingContext context, AccountKind kind) {
        return Browser.of(context).marked(cookies.read(context, name(kind)).orElse(""));
    }

    /** Marks the browser, in which somebody has just given the account's password. */
    void remember(RoutingContext context, AccountKind kind, String email) {
        String id = SecretToken.fresh();
        String expires = Long.toString(Instant.now().plus(LIFE).getEpochSecond());
        cookies.keep(context, name(kind), id + "." + expires + "." + signature(id, expires, kind, email), LIFE);
    }

    /** What this browser's attempts at the account are counted under; nothing when it is not known there. */
    Optional<String> id(Browser browser, AccountKind kind, String email) {
        String[] mark = browser.mark().split("\\.");
        if (mark.length != 3 || !mark[1].matches("[0-9]{1,12}")) return Optional.empty();
        boolean ours = MessageDigest.isEqual(
                mark[2].getBytes(StandardCharsets.UTF_8),
                signature(mark[0], mark[1], kind, email).getBytes(StandardCharsets.UTF_8));
        boolean good = Instant.ofEpochSecond(Long.parseLong(mark[1])).isAfter(Instant.now());
        return ours && good ? Optional.of(mark[0]) : Optional.empty();
    }

    private String signature(String id, String expires, AccountKind kind, String email) {
        String all = String.join("\n", id, expires, kind.name(), EmailAddress.lenient(email));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(secrets.signature("browser", all.getBytes(StandardCharsets.UTF_8)));
    }

    private static String name(AccountKind kind) {
        return "gh_browser_" + kind.name().toLowerCase(Locale.ROOT);
    }
}
