package io.gatehouse.identity;

import io.gatehouse.settings.Secrets;
import io.gatehouse.web.Cookies;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells a browser in which an account was used before from all others, so that strangers who guess at the account do not lock its owner
 * out. The mark is a cookie that opens nothing: it is signed, works for one account and its password of the time, and does not say which.
 */
@Singleton
class KnownBrowsers {
    static final Duration LIFE = Duration.ofDays(180);

    private final Cookies cookies;
    private final Secrets secrets;
    private final EntityManager entities;

    KnownBrowsers(Cookies cookies, Secrets secrets, EntityManager entities) {
        this.cookies = cookies;
        this.secrets = secrets;
        this.entities = entities;
    }

    /** The browser with the mark that it brings for accounts of this kind. */
    Browser of(RoutingContext context, AccountKind kind) {
        return Browser.of(context).marked(cookies.read(context, name(kind)).orElse(""));
    }

    /** Marks the browser, in which somebody has just given the account's password. */
    void remember(RoutingContext context, AccountKind kind, String email) {
        Optional<String> password = password(kind, email);
        if (password.isEmpty()) return;
        String id = SecretToken.fresh();
        String expires = Long.toString(Instant.now().plus(LIFE).getEpochSecond());
        String signature = signature(id, expires, kind, email, password.get());
        cookies.keep(context, name(kind), id + "." + expires + "." + signature, LIFE);
    }

    /** What this browser's attempts at the account are counted under; nothing when it is not known there. */
    Optional<String> id(Browser browser, AccountKind kind, String email) {
        String[] mark = browser.mark().split("\\.");
        if (mark.length != 3 || !mark[1].matches("[0-9]{1,12}")) return Optional.empty();
        Optional<String> password = password(kind, email);
        if (password.isEmpty()) return Optional.empty();
        boolean ours = MessageDigest.isEqual(
                mark[2].getBytes(StandardCharsets.UTF_8),
                signature(mark[0], mark[1], kind, email, password.get()).getBytes(StandardCharsets.UTF_8));
        boolean good = Instant.ofEpochSecond(Long.parseLong(mark[1])).isAfter(Instant.now());
        return ours && good ? Optional.of(mark[0]) : Optional.empty();
    }

    /** A digest of what is stored of the account's password. Asked as a value, which is never older than the last change. */
    private Optional<String> password(AccountKind kind, String email) {
        String entity = kind == AccountKind.OPERATOR ? "Operator" : "Developer";
        return QuarkusTransaction.requiringNew()
                .call(() -> entities.createQuery(
                                "select a.passwordHash from " + entity + " a where a.email = :email", String.class)
                        .setParameter("email", EmailAddress.lenient(email))
                        .getResultStream()
                        .findFirst()
                        .map(hash -> HexFormat.of().formatHex(SecretToken.digest(hash))));
    }

    private String signature(String id, String expires, AccountKind kind, String email, String password) {
        String all = String.join("\n", id, expires, kind.name(), EmailAddress.lenient(email), password);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(secrets.signature("browser", all.getBytes(StandardCharsets.UTF_8)));
    }

    private static String name(AccountKind kind) {
        return "gh_browser_" + kind.name().toLowerCase(Locale.ROOT);
    }
}
