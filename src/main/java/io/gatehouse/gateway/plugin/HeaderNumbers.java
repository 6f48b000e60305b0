package io.gatehouse.gateway.plugin;

import io.vertx.core.http.HttpHeaders;

/** Numbers in header fields, most of which are small and come again and again: those are not written anew for each call. */
public final class HeaderNumbers {
    private static final CharSequence[] SMALL = new CharSequence[1_024];

    static {
        for (int i = 0; i < SMALL.length; i++) SMALL[i] = HttpHeaders.createOptimized(Integer.toString(i));
    }

    private HeaderNumbers() {}

    public static CharSequence text(long number) {
        return number >= 0 && number < SMALL.length ? SMALL[(int) number] : Long.toString(number);
    }
}
