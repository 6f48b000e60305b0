package io.gatehouse.gateway.proxy;

/**
 * What one client may cost. Beyond these a request is refused before anybody reads it.
 *
 * @param headBytes of all header fields together; beyond them 431
 * @param bodyBytes beyond them 413; 0 for no limit
 * @param headMillis in which a request's head must have come, from its first byte on
 * @param idleMillis that a connection may stay open without a request, and that a client may take to read an answer on
 * @param bodyBytesPerSecond that a client must send on average, once its body takes longer than {@code headMillis}
 * @param clients counted over all event loops
 */
public record Limits(
        int requestLineBytes,
        int headBytes,
        int fields,
        long bodyBytes,
        long headMillis,
        long idleMillis,
        long bodyBytesPerSecond,
        Clients clients) {

    public static final Limits DEFAULT = new Limits(
            8192, 16_384, 100, 10 << 20, 10_000, 60_000, 240, new Clients(20_000, 200, 50, Clients.USUAL_UNREAD));

    /**
     * How many there may be, and what each may do.
     *
     * @param connections of all; more are closed at once, and never more than half of the files that the process may open
     * @param connectionsPerAddress that is no trusted proxy; 0 for no limit
     * @param unauthorizedPerMinute answers 401 to one address, then 429; 0 for no limit
     * @param unreadBytes of answers that all clients together may leave unread; beyond them each connection has an equal share
     * @param upstreamCalls of one event loop to one address at a time; before they run out, each client that does not read its answers
     *     has an equal share of them
     */
    public record Clients(
            int connections,
            int connectionsPerAddress,
            int unauthorizedPerMinute,
            long unreadBytes,
            int upstreamCalls) {
        /** Of the memory of this process, which has other things to hold. */
        public static final long USUAL_UNREAD = Runtime.getRuntime().maxMemory() / 4;

        private static final int USUAL_CALLS = 4096;

        public Clients(int connections, int connectionsPerAddress, int unauthorizedPerMinute) {
            this(connections, connectionsPerAddress, unauthorizedPerMinute, USUAL_UNREAD);
        }

        public Clients(int connections, int connectionsPerAddress, int unauthorizedPerMinute, long unreadBytes) {
            this(connections, connectionsPerAddress, unauthorizedPerMinute, unreadBytes, USUAL_CALLS);
        }

        public Clients withUnreadBytes(long most) {
            return new Clients(connections, connectionsPerAddress, unauthorizedPerMinute, most, upstreamCalls);
        }

        public Clients withUpstreamCalls(int most) {
            return new Clients(connections, connectionsPerAddress, unauthorizedPerMinute, unreadBytes, most);
        }
    }

    public Limits withBodyBytes(long bytes) {
        return new Limits(
                requestLineBytes, headBytes, fields, bytes, headMillis, idleMillis, bodyBytesPerSecond, clients);
    }

    public Limits withUnauthorizedPerMinute(int most) {
        return withClients(new Clients(
                clients.connections, clients.connectionsPerAddress, most, clients.unreadBytes, clients.upstreamCalls));
    }

    public Limits withTimes(long head, long idle) {
        return new Limits(requestLineBytes, headBytes, fields, bodyBytes, head, idle, bodyBytesPerSecond, clients);
    }

    public Limits withClients(Clients some) {
        return new Limits(
                requestLineBytes, headBytes, fields, bodyBytes, headMillis, idleMillis, bodyBytesPerSecond, some);
    }
}
