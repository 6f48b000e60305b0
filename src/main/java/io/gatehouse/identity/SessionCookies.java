package io.gatehouse.identity;

import io.gatehouse.web.Cookies;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** The session as the browser holds it. */
@Singleton
class SessionCookies {
    private final Cookies cookies;
    private final Sessions sessions;
    private final KnownBrowsers browsers;

    SessionCookies(Cookies cookies, Sessions sessions, KnownBrowsers browsers) {
        this.cookies = cookies;
        this.sessions = sessions;
        this.browsers = browsers;
    }

    /** Every sign-in has a new session; one that this browser had before ends, and so do the forms of the visitor that it was. */
    void begin(RoutingContext context, AccountKind kind, String email, String token) {
        endIn(context, kind);
        cookies.write(context, name(kind), token);
        browsers.remember(context, kind, email);
        cookies.erase(context, Cookies.VISIT);
    }

    void end(RoutingContext context, AccountKind kind) {
        cookies.read(context, name(kind)).ifPresent(token -> sessions.signOut(kind, token));
        cookies.erase(context, name(kind));
        cookies.erase(context, Cookies.VISIT);
    }

    /** The browser that somebody wants to sign in with. */
    Browser browser(RoutingContext context, AccountKind kind) {
        return browsers.of(context, kind);
    }

    private void endIn(RoutingContext context, AccountKind kind) {
        cookies.read(context, name(kind)).ifPresent(sessions::end);
    }

    private static String name(AccountKind kind) {
        return kind == AccountKind.OPERATOR ? Cookies.OPERATOR_SESSION : Cookies.DEVELOPER_SESSION;
    }
}
