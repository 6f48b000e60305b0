package io.gatehouse.gateway.dns;

import io.netty.resolver.InetNameResolver;
import io.netty.resolver.NameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The addresses of a name in turn, so that a call which is tried again gets another one, and those that it had last when nobody
 * answers: an upstream must not go down with its DNS server. Belongs to one event loop.
 */
final class LastGoodAddresses extends InetNameResolver {
    private static final int MOST_NAMES = 10_000;
    /** For so long nobody is asked again: whoever waits for a dead server waits for seconds. */
    private static final long RETRY_MILLIS = 5_000;

    private final NameResolver<InetAddress> dns;
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST_NAMES;
        }
    };
    private int turn;

    private record Known(List<InetAddress> addresses, long askedAgainAt) {}

    LastGoodAddresses(EventExecutor loop, NameResolver<InetAddress> dns) {
        super(loop);
        this.dns = dns;
    }

    @Override
    protected void doResolve(String host, Promise<InetAddress> found) {
        resolveAll(host).addListener((FutureListener<List<InetAddress>>) all -> {
            if (all.isSuccess()) found.trySuccess(next(all.getNow()));
            else found.tryFailure(all.cause());
        });
    }

    /** Of the kind that is preferred: it stands first. */
    private InetAddress next(List<InetAddress> all) {
        Class<?> kind = all.get(0).getClass();
        List<InetAddress> usable = all.stream().filter(kind::isInstance).toList();
        return usable.get(Integer.remainderUnsigned(turn++, usable.size()));
    }

    @Override
    protected void doResolveAll(String host, Promise<List<InetAddress>> found) {
        Known last = known.get(host);
        if (last != null && System.currentTimeMillis() < last.askedAgainAt) {
            found.trySuccess(last.addresses);
            return;
        }
        dns.resolveAll(host).addListener((FutureListener<List<InetAddress>>) answer -> settle(host, answer, found));
    }

    private void settle(String host, Future<List<InetAddress>> answer, Promise<List<InetAddress>> found) {
        if (answer.isSuccess()) {
            known.put(host, new Known(answer.getNow(), 0));
            found.trySuccess(answer.getNow());
            return;
        }
        Known last = known.get(host);
        if (last == null) {
            found.tryFailure(answer.cause());
            return;
        }
        known.put(host, new Known(last.addresses, System.currentTimeMillis() + RETRY_MILLIS));
        found.trySuccess(last.addresses);
    }

    @Override
    public void close() {
        dns.close();
    }
}
