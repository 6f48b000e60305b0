package io.gatehouse.gateway.proxy;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** One event loop's connections to one address. The one that was used last is used next, so that surplus ones become idle. */
final class UpstreamPool {
    private final int most;
    private final Deque<UpstreamConnection> idle = new ArrayDeque<>();
    private int open;
    /** Null as long as nobody has asked. */
    private Set<InetAddress> addresses;

    UpstreamPool(int most) {
        this.most = most;
    }

    /** Null when a new one is needed. */
    UpstreamConnection take() {
        while (true) {
            UpstreamConnection newest = idle.pollFirst();
            if (newest == null || newest.isOpen()) return newest;
        }
    }

    boolean isFull() {
        return open >= most;
    }

    /** Without those that wait for a call. */
    int busy() {
        return open - idle.size();
    }

    void opens() {
        open++;
    }

    void keep(UpstreamConnection connection) {
        if (isElsewhere(connection)) connection.close();
        else idle.addFirst(connection);
    }

    /** @param addresses that the name has now */
    void leadsTo(Set<InetAddress> addresses) {
        if (addresses.equals(this.addresses)) return;
        this.addresses = addresses;
        List<UpstreamConnection> left = idle.stream().filter(this::isElsewhere).toList();
        left.forEach(UpstreamConnection::close);
    }

    private boolean isElsewhere(UpstreamConnection connection) {
        return addresses != null && !addresses.contains(connection.address());
    }

    /** It is closed, or could not be opened. */
    void gone(UpstreamConnection connection) {
        open--;
        idle.remove(connection);
    }

    boolean isUnused() {
        return open == 0;
    }

    void closeIdleSince(long latest) {
        while (!idle.isEmpty() && idle.peekLast().idleSince() < latest)
            idle.pollLast().close();
    }
}
