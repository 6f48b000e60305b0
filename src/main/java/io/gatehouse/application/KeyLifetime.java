package io.gatehouse.application;

import io.gatehouse.web.Form;
import io.gatehouse.web.Refused;
import java.time.Duration;
import java.util.Map;

/** How long a new key may live: the same few choices wherever one is made. */
final class KeyLifetime {
    static final String FIELD = "expires";
    static final String PRESELECTED = "90";
    private static final String NEVER = "never";
    private static final Map<String, Duration> CHOICES = Map.of(
            "30", Duration.ofDays(30),
            "60", Duration.ofDays(60),
            "90", Duration.ofDays(90),
            "365", Duration.ofDays(365));

    private KeyLifetime() {}

    /** What was chosen; null for a key that never expires. */
    static Duration of(Form form) {
        String expires = form.value(FIELD);
        if (expires.equals(NEVER)) return null;
        Duration lifetime = CHOICES.get(expires);
        if (lifetime == null) throw new Refused(FIELD, "Choose one of the offered times.");
        return lifetime;
    }
}
