package io.gatehouse.gateway.openid;

import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** The ways in which a caller may say who it is, as Kong names them. */
public final class OpenidMethods {

    public static final String BEARER = "bearer";
    public static final String INTROSPECTION = "introspection";
    public static final String CLIENT_CREDENTIALS = "client_credentials";
    public static final List<String> AVAILABLE = List.of(BEARER, INTROSPECTION, CLIENT_CREDENTIALS);

    /** What a file says that Kong has written with all of its defaults: it asks for nothing in particular. */
    private static final Set<String> ALL_OF_KONG = Set.of(
            "authorization_code",
            BEARER,
            CLIENT_CREDENTIALS,
            INTROSPECTION,
            "kong_oauth2",
            "password",
            "refresh_token",
            "session",
            "userinfo");

    private OpenidMethods() {}

    /** To leave out a way in opens no door; but one that was chosen would be missed. */
    static void check(List<String> methods, BiConsumer<String, String> broken) {
        String expected = String.join(", ", AVAILABLE);
        if (methods.isEmpty()) {
            broken.accept("auth_methods", "expected at least one of: " + expected);
        }
        if (areAllOfKong(methods)) {
            return;
        }
        for (int i = 0; i < methods.size(); i++) {
            if (!AVAILABLE.contains(methods.get(i))) {
                broken.accept(
                        "auth_methods." + (i + 1),
                        "'" + methods.get(i) + "' is not available; expected one of: " + expected);
            }
        }
    }

    public static boolean areAllOfKong(List<String> methods) {
        return methods.size() == ALL_OF_KONG.size() && ALL_OF_KONG.containsAll(methods);
    }
}
