package io.gatehouse.db;

import io.quarkus.arc.Arc;
import jakarta.persistence.EntityManagerFactory;
import java.util.stream.LongStream;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;

/** Counts statements, so that a list is seen to need the same number however long it grows. */
public final class Queries {
    private static final int TRIES = 3;

    private Queries() {}

    /** The least of a few tries: jobs in the background have statements of their own. */
    public static long of(Runnable deed) {
        Statistics statistics = Arc.container()
                .instance(EntityManagerFactory.class)
                .get()
                .unwrap(SessionFactory.class)
                .getStatistics();
        statistics.setStatisticsEnabled(true);
        return LongStream.range(0, TRIES)
                .map(i -> {
                    long before = statistics.getPrepareStatementCount();
                    deed.run();
                    return statistics.getPrepareStatementCount() - before;
                })
                .min()
                .orElseThrow();
    }
}
