package io.gatehouse.analytics;

import io.gatehouse.gateway.usage.UsageRecord;
import java.util.Locale;

/** How a call ended, in as many words as a chart has colours. */
public enum Outcome {
    OK("ok"),
    CLIENT_ERROR("client-error"),
    /** No key, a wrong one, or one without a registration for the service: the gateway said no. */
    UNAUTHORIZED("unauthorized"),
    /** The plan's limit was reached. */
    LIMITED("limited"),
    SERVER_ERROR("server-error");

    private final String wireName;

    Outcome(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** Refused by the gateway itself, so that it counts against no limit. */
    boolean isRefusal() {
        return this == UNAUTHORIZED || this == LIMITED;
    }

    static Outcome ofWireName(String wireName) {
        return valueOf(wireName.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    /** An upstream's own 401 or 429 is an error like any other: only what the gateway refused counts as refused. */
    static Outcome of(UsageRecord call) {
        if (call.status() < 400) return OK;
        if (call.status() >= 500) return SERVER_ERROR;
        if (call.refusal() == null) return CLIENT_ERROR;
        return switch (call.status()) {
            case 401, 403 -> UNAUTHORIZED;
            case 429 -> LIMITED;
            default -> CLIENT_ERROR;
        };
    }
}
