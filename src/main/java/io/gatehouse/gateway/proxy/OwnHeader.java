package io.gatehouse.gateway.proxy;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A header in which the gateway speaks of itself to clients. The operator says which of them it uses, in Kong's words. */
public enum OwnHeader {
    SERVER("server"),
    VIA("via"),
    REQUEST_ID("request-id"),
    UPSTREAM_LATENCY("upstream-latency"),
    PROXY_LATENCY("proxy-latency"),
    RESPONSE_LATENCY("response-latency"),
    UPSTREAM_STATUS("upstream-status");

    /** What clients see when nobody has said anything. */
    static final Set<OwnHeader> USUAL = Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(UPSTREAM_STATUS)));

    private final String word;

    OwnHeader(String word) {
        this.word = word;
    }

    /**
     * Reads headers' names, in either family, and Kong's names for several of them; {@code off} is none.
     *
     * @throws IllegalArgumentException with a message for the operator
     */
    public static Set<OwnHeader> named(List<String> words) {
        Set<OwnHeader> named = EnumSet.noneOf(OwnHeader.class);
        for (String word : words) {
            String plain = word.strip().toLowerCase(Locale.ROOT).replaceFirst("^x-(gatehouse|kong)-", "");
            switch (plain) {
                case "off" -> {
                    if (words.size() > 1) throw new IllegalArgumentException("“off” stands alone");
                }
                case "server_tokens" -> named.addAll(List.of(SERVER, VIA));
                case "latency_tokens" -> named.addAll(List.of(UPSTREAM_LATENCY, PROXY_LATENCY, RESPONSE_LATENCY));
                default -> named.add(of(plain, word));
            }
        }
        return named;
    }

    private static OwnHeader of(String plain, String word) {
        for (OwnHeader header : values()) if (header.word.equals(plain)) return header;
        throw new IllegalArgumentException("“" + word + "” is neither a header of the gateway nor one of server_tokens,"
                + " latency_tokens and off");
    }
}
