package io.gatehouse.gateway.limiting;

import io.gatehouse.gateway.limit.Decision;
import io.gatehouse.gateway.limit.Limit;
import io.gatehouse.gateway.limit.LimitKey;
import io.vertx.core.Future;
import java.util.List;

/** Where calls are counted: at once in this process, or elsewhere with a wait. */
@FunctionalInterface
public interface Counting {

    /** Fails when calls cannot be counted. */
    Future<Decision> take(LimitKey key, List<Limit> limits, boolean countsRefused);
}
