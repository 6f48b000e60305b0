package io.gatehouse.analytics;

import io.agroal.api.AgroalDataSource;
import io.gatehouse.db.Vendor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Adds counts to the stored hours. Several processes may add to the same row: the database does the sum. */
@ApplicationScoped
class UsageRows {
    /** More than an hour can hold; there a row stays, so that no report, however false, makes the sums of all overflow. */
    static final long MOST = 1_000_000_000_000L;

    private static final String ON_H2 = """
            merge into usage_hour u
            using (values (cast(? as uuid), cast(? as timestamp(6) with time zone), cast(? as uuid), cast(? as varchar),
                           cast(? as varchar), cast(? as bigint), cast(? as bigint)))
              n (id, hour_start, application_id, service_name, outcome, calls, latency_ms_sum)
            on u.hour_start = n.hour_start and u.application_id = n.application_id and u.service_name = n.service_name
              and u.outcome = n.outcome
            when matched then update set calls = least(u.calls + n.calls, %1$d),
              latency_ms_sum = least(u.latency_ms_sum + n.latency_ms_sum, %1$d)
            when not matched then insert (id, hour_start, application_id, service_name, outcome, calls, latency_ms_sum)
              values (n.id, n.hour_start, n.application_id, n.service_name, n.outcome, n.calls, n.latency_ms_sum)
            """.formatted(MOST);

    private static final String ON_POSTGRESQL = """
            insert into usage_hour as u (id, hour_start, application_id, service_name, outcome, calls, latency_ms_sum)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (hour_start, application_id, service_name, outcome)
            do update set calls = least(u.calls + excluded.calls, %1$d),
              latency_ms_sum = least(u.latency_ms_sum + excluded.latency_ms_sum, %1$d)
            """.formatted(MOST);

    private final AgroalDataSource database;

    UsageRows(AgroalDataSource database) {
        this.database = database;
    }

    record Key(Instant hour, UUID consumerId, String serviceName, Outcome outcome) {
        /** One order for all writers, so that no two of them wait for each other. */
        static final Comparator<Key> ORDER = Comparator.comparing(Key::hour)
                .thenComparing(Key::consumerId)
                .thenComparing(Key::serviceName)
                .thenComparing(Key::outcome);
    }

    record Sum(long calls, long latencyMs) {
        Sum plus(Sum other) {
            return new Sum(calls + other.calls, latencyMs + other.latencyMs);
        }
    }

    @Transactional
    void add(Map<Key, Sum> sums) {
        String sql = switch (Vendor.current()) {
            case H2 -> ON_H2;
            case POSTGRESQL -> ON_POSTGRESQL;
        };
        TreeMap<Key, Sum> ordered = new TreeMap<>(Key.ORDER);
        ordered.putAll(sums);
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Map.Entry<Key, Sum> entry : ordered.entrySet()) {
                Key key = entry.getKey();
                statement.setObject(1, UUID.randomUUID());
                statement.setObject(2, key.hour().atOffset(ZoneOffset.UTC));
                statement.setObject(3, key.consumerId());
                statement.setString(4, key.serviceName());
                statement.setString(5, key.outcome().wireName());
                statement.setLong(6, Math.min(MOST, entry.getValue().calls()));
                statement.setLong(7, Math.min(MOST, entry.getValue().latencyMs()));
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot store usage", e);
        }
    }
}
