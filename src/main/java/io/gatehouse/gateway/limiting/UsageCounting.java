package io.gatehouse.gateway.limiting;

import io.gatehouse.gateway.limit.Decision;
import io.gatehouse.gateway.limit.Limit;
import io.gatehouse.gateway.limit.LimitKey;
import io.vertx.core.Future;
import java.util.List;

/** Where units are counted of which nobody knows how many a call needs before it is answered. */
public interface UsageCounting {

    /** What is left now. Fails when that cannot be known. */
    Future<Decision> look(LimitKey key, List<Limit> limits);

    /** Counts this many, whether there is room for them or not; a negative number gives some back. */
    void add(LimitKey key, List<Limit> limits, long amount);
}
