package io.gatehouse.identity;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A session as its owner sees it in the list.
 *
 * @param current whether the list is looked at in this session
 */
record SessionRow(UUID id, String browser, String address, Instant createdAt, Instant lastSeenAt, boolean current) {
    /** What browsers call themselves; the first that fits, since most claim to be several. */
    private static final List<String[]> BROWSERS = List.of(
            new String[] {"Edg", "Edge"},
            new String[] {"OPR/", "Opera"},
            new String[] {"Firefox/", "Firefox"},
            new String[] {"Chrome/", "Chrome"},
            new String[] {"Safari/", "Safari"},
            new String[] {"curl/", "curl"});

    private static final List<String[]> SYSTEMS = List.of(
            new String[] {"Windows", "Windows"},
            new String[] {"Android", "Android"},
            new String[] {"iPhone", "iPhone"},
            new String[] {"iPad", "iPad"},
            new String[] {"Mac OS X", "macOS"},
            new String[] {"Linux", "Linux"});

    static List<SessionRow> list(List<LoginSession> sessions, UUID current) {
        return sessions.stream().map(session -> of(session, current)).toList();
    }

    private static SessionRow of(LoginSession session, UUID current) {
        return new SessionRow(
                session.id,
                browser(session.userAgent),
                session.address,
                session.createdAt,
                session.lastSeenAt,
                session.id.equals(current));
    }

    static String browser(String userAgent) {
        String browser = first(BROWSERS, userAgent);
        String system = first(SYSTEMS, userAgent);
        if (browser.isEmpty()) return "Unknown browser";
        return system.isEmpty() ? browser : browser + " on " + system;
    }

    private static String first(List<String[]> names, String userAgent) {
        return names.stream()
                .filter(name -> userAgent.contains(name[0]))
                .map(name -> name[1])
                .findFirst()
                .orElse("");
    }
}
