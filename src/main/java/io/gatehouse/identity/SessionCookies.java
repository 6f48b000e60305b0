package io.gatehouse.identity;

import io.gatehouse.web.Cookies;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** The session as the browser holds it. */
@Singleton
class SessionCookies {
    private final Cookies cookies;
    private final Sessions sessions;

    SessionCookies(Cookies cookies, Sessions sessions) {
        this.cookies = cookies;
        this.sessions = sessions;
    }

    /** Every sign-in has a new session; one that this browser had before ends, and so do the forms of the visitor that it was. */
    void begin(RoutingContext context, AccountKind kind, String token) {
        endIn(context, kind);
        cookies.write(context, name(kind), token);
        cookies.erase(context, Cookies.VISIT);
    }

    void end(RoutingContext context, AccountKind kind) {
        endIn(context, kind);
        cookies.erase(context, name(kind));
        cookies.erase(context, Cookies.VISIT);
    }

    private void endIn(RoutingContext context, AccountKind kind) {
        cookies.read(context, name(kind)).ifPresent(sessions::end);
    }

    private static String name(AccountKind kind) {
        return kind == AccountKind.OPERATOR ? Cookies.OPERATOR_SESSION : Cookies.DEVELOPER_SESSION;
    }
}
