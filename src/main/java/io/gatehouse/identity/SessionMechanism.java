package io.gatehouse.identity;

import io.gatehouse.web.Address;
import io.gatehouse.web.Cookies;
import io.gatehouse.web.Redirect;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.security.spi.runtime.BlockingSecurityExecutor;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Optional;

/** Turns the session cookie into a person with a role, and sends whoever has none to the sign-in page. */
@ApplicationScoped
class SessionMechanism implements HttpAuthenticationMechanism {
    private final Sessions sessions;
    private final Cookies cookies;
    private final BlockingSecurityExecutor blocking;

    SessionMechanism(Sessions sessions, Cookies cookies, BlockingSecurityExecutor blocking) {
        this.sessions = sessions;
        this.cookies = cookies;
        this.blocking = blocking;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        AccountKind kind = kind(context);
        String token = isAsset(context)
                ? null
                : cookies.read(context, Cookies.sessionOf(context)).orElse(null);
        if (token == null) return Uni.createFrom().nullItem();
        return blocking.executeBlocking(() ->
                sessions.find(kind, token).map(found -> identity(kind, found)).orElse(null));
    }

    /** Styles, scripts and pictures look the same to everybody; they need no look into the database. */
    private static boolean isAsset(RoutingContext context) {
        String path = context.normalizedPath();
        return path.startsWith("/css/") || path.startsWith("/js/") || path.startsWith("/theme/");
    }

    private static SecurityIdentity identity(AccountKind kind, Sessions.SignedIn found) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(found.person().email()))
                .addRole(kind.name().toLowerCase(Locale.ROOT))
                .addAttribute(Viewer.PERSON, found.person())
                .addAttribute(Viewer.RIGHTS, found.rights())
                .addAttribute(Viewer.SESSION, found.sessionId())
                .build();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom()
                .item(
                        wantsPage(context)
                                ? new ChallengeData(303, "Location", signIn(context))
                                : new ChallengeData(401));
    }

    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 1_000;
    }

    /** A script that asks for data is better served by an honest 401 than by a sign-in page that it cannot read. */
    private static boolean wantsPage(RoutingContext context) {
        String accept = context.request().getHeader("Accept");
        return accept == null || !accept.startsWith("application/json") && !accept.startsWith("text/event-stream");
    }

    private static String signIn(RoutingContext context) {
        String page = kind(context) == AccountKind.OPERATOR ? "/console/sign-in" : "/sign-in";
        return Redirect.withNext(page, pageBefore(context).orElse(""));
    }

    /** The page that was asked for; for a form, the page that it stood on. */
    private static Optional<String> pageBefore(RoutingContext context) {
        if (context.request().method().name().matches("GET|HEAD"))
            return Optional.of(context.request().uri());
        return Address.before(context);
    }

    private static AccountKind kind(RoutingContext context) {
        return Cookies.sessionOf(context).equals(Cookies.OPERATOR_SESSION)
                ? AccountKind.OPERATOR
                : AccountKind.DEVELOPER;
    }
}
