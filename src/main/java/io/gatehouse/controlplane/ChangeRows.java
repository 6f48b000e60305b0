package io.gatehouse.controlplane;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The stored change log. Each method is for a transaction of the caller's, or for none. */
@Singleton
class ChangeRows {
    private static final int SLICE = 10_000;
    private static final String SOMEBODY =
            "case when consumer_id is null then null else cast('00000000-0000-0000-0000-000000000000' as uuid) end";

    private final AgroalDataSource database;

    ChangeRows(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * How far the log goes.
     *
     * @param history names the log: numbers of another one mean nothing
     * @param sequence of the newest row
     * @param pruned rows up to this one may be gone
     */
    record End(UUID history, long sequence, long pruned) {}

    /**
     * Gives them their numbers. Of two changes the one that is committed first has the lower number, since the second waits here for the
     * first.
     */
    List<Change> append(Collection<Change> changes) {
        return with(connection -> {
            long last = lock(connection);
            List<Change> written = new ArrayList<>(changes.size());
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into config_change (sequence, runtime_group_id, consumer_id, happened_at) values (?, ?, ?, ?)")) {
                OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
                for (Change change : changes) {
                    written.add(change.numbered(++last));
                    insert.setLong(1, last);
                    insert.setObject(2, change.group());
                    insert.setObject(3, change.consumer());
                    insert.setObject(4, now);
                    insert.addBatch();
                    if (written.size() % SLICE == 0) insert.executeBatch();
                }
                insert.executeBatch();
            }
            update(connection, "update change_end set sequence = ? where id = 1", last);
            return written;
        });
    }

    private static long lock(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("select sequence from change_end where id = 1 for update");
                ResultSet rows = query.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** A log without a name gets one; of two processes that do so at once one wins. */
    End end() {
        End end = readEnd();
        if (end.history() != null) return end;
        with(connection -> update(
                connection, "update change_end set history = ? where id = 1 and history is null", UUID.randomUUID()));
        return readEnd();
    }

    /** For a log that has gone back: others must not take its next numbers for those that they know. Once, whoever notices. */
    void renew(UUID history) {
        with(connection -> update(
                connection,
                "update change_end set history = ? where id = 1 and history = ?",
                UUID.randomUUID(),
                history));
    }

    private End readEnd() {
        return with(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                            "select history, sequence, pruned from change_end where id = 1");
                    ResultSet rows = query.executeQuery()) {
                rows.next();
                return new End(rows.getObject(1, UUID.class), rows.getLong(2), rows.getLong(3));
            }
        });
    }

    /** Those after {@code after} and up to {@code last}, in order, the first {@code most} of them. */
    List<Change> between(long after, long last, int most) {
        return changes(
                "select sequence, runtime_group_id, consumer_id from config_change"
                        + " where sequence > ? and sequence <= ? order by sequence fetch first ? rows only",
                after,
                last,
                most);
    }

    /** The same, but only consumers, and of this group. */
    List<Change> ofConsumers(UUID group, long after, long last, int most) {
        return changes(
                "select sequence, runtime_group_id, consumer_id from config_change"
                        + " where sequence > ? and sequence <= ? and consumer_id is not null"
                        + " and (runtime_group_id = ? or runtime_group_id is null)"
                        + " order by sequence fetch first ? rows only",
                after,
                last,
                group,
                most);
    }

    /** The number of the newest change of a consumer that concerns this group, of those up to {@code last}; 0 if there is none. */
    long newestOfConsumers(UUID group, long last) {
        List<Change> newest = changes(
                "select sequence, runtime_group_id, consumer_id from config_change"
                        + " where sequence <= ? and consumer_id is not null"
                        + " and (runtime_group_id = ? or runtime_group_id is null)"
                        + " order by sequence desc fetch first 1 row only",
                last,
                group);
        return newest.isEmpty() ? 0 : newest.get(0).sequence();
    }

    /** The newest of each group up to {@code last}, topology and consumers apart, in order; the consumers' without saying which. */
    List<Change> newest(long last) {
        return changes(
                "select max(sequence) as newest, runtime_group_id, " + SOMEBODY
                        + " from config_change where sequence <= ?" + " group by runtime_group_id, " + SOMEBODY
                        + " order by newest",
                last);
    }

    /** From where on all rows are kept that are younger than this, but not more than so many. */
    long prunable(Instant before, long most) {
        return number(
                "select greatest(coalesce((select max(sequence) from config_change where happened_at < ?), 0),"
                        + " (select sequence from change_end where id = 1) - ?)",
                before.atOffset(ZoneOffset.UTC),
                most);
    }

    /**
     * Says first that they are gone, and then takes them away, so that nobody reads a log with holes. The newest of each group stays:
     * it tells how far the group has come, and that who has seen it has missed nothing.
     */
    void prune(long last) {
        with(connection ->
                update(connection, "update change_end set pruned = ? where id = 1 and pruned < ?", last, last));
        long from = number("select coalesce(min(sequence), 0) from config_change");
        for (Change kept : newest(last)) {
            delete(from, kept.sequence());
            from = kept.sequence() + 1;
        }
        delete(from, last + 1);
    }

    /** Piece by piece, so that no transaction takes long. */
    private void delete(long from, long before) {
        for (long at = from; at < before; at += SLICE) {
            long first = at;
            with(connection -> update(
                    connection,
                    "delete from config_change where sequence >= ? and sequence < ?",
                    first,
                    Math.min(first + SLICE, before)));
        }
    }

    private long number(String sql, Object... parameters) {
        return with(connection -> {
            try (PreparedStatement query = prepared(connection, sql, parameters);
                    ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    private List<Change> changes(String sql, Object... parameters) {
        return with(connection -> {
            try (PreparedStatement query = prepared(connection, sql, parameters);
                    ResultSet rows = query.executeQuery()) {
                List<Change> changes = new ArrayList<>();
                while (rows.next())
                    changes.add(
                            new Change(rows.getLong(1), rows.getObject(2, UUID.class), rows.getObject(3, UUID.class)));
                return changes;
            }
        });
    }

    private static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement update = prepared(connection, sql, parameters)) {
            return update.executeUpdate();
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) statement.setObject(i + 1, parameters[i]);
        return statement;
    }

    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private <T> T with(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.with(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("The change log cannot be reached", e);
        }
    }
}
