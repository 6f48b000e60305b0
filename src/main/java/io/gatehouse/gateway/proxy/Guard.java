package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.limit.FailureLimit;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all event loops of a node count together, so that one client cannot use up what is there for all. Asked once per connection
 * and once per refusal; a call that passes costs nothing here.
 */
public final class Guard {

    /** What a client can run into. */
    public enum Limit {
        CONNECTIONS,
        CONNECTIONS_PER_ADDRESS,
        LINE_SIZE,
        HEAD_SIZE,
        HEAD_TIME,
        BODY_SIZE,
        BODY_RATE,
        IDLE_TIME,
        /** Of answers, of all clients together. */
        UNREAD_BYTES,
        UNAUTHORIZED,
        /** No limit in numbers, but for the time: a client that speaks no TLS, or none that is good enough. */
        HANDSHAKE,
        /** No limit in numbers: what is no HTTP, or can be read in two ways. */
        UNREADABLE
    }

    private final int most;
    private final int mostPerAddress;
    private final TrustedProxies trusted;
    private final FailureLimit unauthorized;
    private final Unread unread;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> openByAddress = new ConcurrentHashMap<>();
    private final Map<Limit, LongAdder> hits = new EnumMap<>(Limit.class);

    public Guard(Limits.Clients limits, TrustedProxies trusted, InstantSource clock) {
        this.most = (int) Math.min(limits.connections(), filesOfThisProcess() / 2);
        this.mostPerAddress = limits.connectionsPerAddress();
        this.trusted = trusted;
        this.unauthorized = new FailureLimit(limits.unauthorizedPerMinute(), clock);
        this.unread = new Unread(limits.unreadBytes());
        for (Limit limit : Limit.values()) hits.put(limit, new LongAdder());
    }

    /** Each connection needs another one to the upstream. */
    private static long filesOfThisProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    /** Whether a connection may stay open; then {@link #left} must be told of its end. */
    boolean admits(String peer) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            hit(Limit.CONNECTIONS);
            return false;
        }
        if (isCounted(peer) && openByAddress.merge(client(peer), 1, Integer::sum) > mostPerAddress) {
            left(peer);
            hit(Limit.CONNECTIONS_PER_ADDRESS);
            return false;
        }
        return true;
    }

    void left(String peer) {
        open.decrementAndGet();
        if (!isCounted(peer)) return;
        openByAddress.computeIfPresent(client(peer), (address, count) -> count == 1 ? null : count - 1);
    }

    /** An IPv6 address stands for its /64, since that is what one client has. Java writes all eight groups. */
    private static String client(String peer) {
        int end = -1;
        for (int group = 0; group < 4; group++) {
            end = peer.indexOf(':', end + 1);
            if (end < 0) return peer;
        }
        return peer.substring(0, end);
    }

    /** Many clients share the address of a proxy, and of this machine. */
    private boolean isCounted(String peer) {
        return mostPerAddress > 0 && !trusted.contain(peer) && !isThisMachine(peer);
    }

    private static boolean isThisMachine(String address) {
        return address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1") || address.equals("::1");
    }

    /** Whoever has failed too often is told to wait, so that keys cannot be guessed; a good key passes all the same. */
    OwnAnswer orPatience(OwnAnswer own, ClientRequest request) {
        if (own.status() != 401 || isThisMachine(request.clientAddress())) return own;
        int seconds = unauthorized.secondsToWait(request.clientAddress());
        if (seconds == 0) return own;
        hit(Limit.UNAUTHORIZED);
        return OwnAnswer.tooManyFailures(seconds);
    }

    void hit(Limit limit) {
        hits.get(limit).increment();
    }

    /** How often a client has run into it. */
    public long hits(Limit limit) {
        return hits.get(limit).sum();
    }

    Unread unread() {
        return unread;
    }

    /** Of answers that clients have not taken yet. */
    public long unreadBytes() {
        return unread.all();
    }

    public int openConnections() {
        return open.get();
    }
}
