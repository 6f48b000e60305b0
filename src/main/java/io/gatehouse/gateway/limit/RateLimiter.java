package io.gatehouse.gateway.limit;

import java.util.List;

/**
 * Counts requests per key. A call is counted against all of the given limits, or against none of them when one is
 * exhausted, so that a refused request costs its sender nothing. Answers at once: the request path allocates no future.
 */
public interface RateLimiter {

    default Decision take(LimitKey key, List<Limit> limits) {
        return take(key, limits, false);
    }

    /** @param countsRefused whether refused requests are counted all the same, so that insisting is of no use */
    Decision take(LimitKey key, List<Limit> limits, boolean countsRefused);

    default Decision take(LimitKey key, Limit limit) {
        return take(key, List.of(limit));
    }
}
