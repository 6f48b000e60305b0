package io.gatehouse.analytics;

/** Numbers of calls by how they ended. */
public record Counts(
        long ok, long clientErrors, long unauthorized, long limited, long serverErrors, long latencyMsSum) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    static Counts of(Outcome outcome, long calls, long latencyMsSum) {
        return new Counts(
                outcome == Outcome.OK ? calls : 0,
                outcome == Outcome.CLIENT_ERROR ? calls : 0,
                outcome == Outcome.UNAUTHORIZED ? calls : 0,
                outcome == Outcome.LIMITED ? calls : 0,
                outcome == Outcome.SERVER_ERROR ? calls : 0,
                latencyMsSum);
    }

    public long all() {
        return ok + clientErrors + unauthorized + limited + serverErrors;
    }

    /** Calls that the gateway itself said no to. */
    public long refused() {
        return unauthorized + limited;
    }

    /** What ended badly for another reason than the limit. */
    public long errors() {
        return clientErrors + unauthorized + serverErrors;
    }

    public String averageTime() {
        return all() == 0 ? "–" : averageLatencyMs() + " ms";
    }

    public long averageLatencyMs() {
        return all() == 0 ? 0 : latencyMsSum / all();
    }

    public Counts plus(Counts other) {
        return new Counts(
                ok + other.ok,
                clientErrors + other.clientErrors,
                unauthorized + other.unauthorized,
                limited + other.limited,
                serverErrors + other.serverErrors,
                latencyMsSum + other.latencyMsSum);
    }
}
