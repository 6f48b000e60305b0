package io.gatehouse.gateway.trace;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a call stands in a trace, after W3C Trace Context: the trace, the span that called, and the spans of the gateway and of its
 * call of the upstream.
 *
 * @param parentId null when the trace begins here
 */
public record TraceContext(String traceId, String parentId, String spanId, String upstreamSpanId, boolean sampled) {
    public static final String HEADER = "traceparent";

    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);
    private static final int LOW_HALF = 16;

    /** What a caller says of the trace. */
    public record Parent(String traceId, String spanId, boolean sampled) {

        /** Null when there is none, or none that can be understood: then the trace begins here, as the standard has it. */
        public static Parent of(List<String> headers) {
            if (headers.size() != 1) return null;
            Matcher form = FORM.matcher(headers.get(0).strip());
            if (!form.matches() || form.group(1).equals("ff")) return null;
            if (form.group(1).equals("00") && form.group(5) != null) return null;
            if (form.group(2).equals(NO_TRACE) || form.group(3).equals(NO_SPAN)) return null;
            boolean sampled = (Integer.parseInt(form.group(4), 16) & 1) == 1;
            return new Parent(form.group(2), form.group(3), sampled);
        }
    }

    /** Who decides whether a trace is kept. */
    public enum Strategy {
        /** The caller may say no; its yes is subject to the rate. */
        PARENT_DROP_PROBABILITY_FALLBACK,
        /** The caller decides, if there is one. */
        PARENT_PROBABILITY_FALLBACK
    }

    /**
     * The next step of a trace.
     *
     * @param parent null for none
     * @param rate of traces that are kept, from 0 to 1; the same trace is kept everywhere or nowhere
     */
    public static TraceContext next(Parent parent, Strategy strategy, double rate) {
        String traceId = parent == null ? randomId() + randomId() : parent.traceId();
        boolean kept = isWithin(traceId, rate);
        if (parent != null)
            kept = strategy == Strategy.PARENT_PROBABILITY_FALLBACK ? parent.sampled() : parent.sampled() && kept;
        return new TraceContext(traceId, parent == null ? null : parent.spanId(), randomId(), randomId(), kept);
    }

    private static boolean isWithin(String traceId, double rate) {
        if (rate >= 1) return true;
        long low = HexFormat.fromHexDigitsToLong(traceId, LOW_HALF, 2 * LOW_HALF) & Long.MAX_VALUE;
        return low < rate * Long.MAX_VALUE;
    }

    /** Guessing one opens nothing, so that a fast source will do. */
    private static String randomId() {
        long id = ThreadLocalRandom.current().nextLong();
        return HexFormat.of().toHexDigits(id == 0 ? 1 : id);
    }

    /** What the upstream is told. */
    public String forUpstream() {
        return "00-" + traceId + '-' + upstreamSpanId + (sampled ? "-01" : "-00");
    }
}
