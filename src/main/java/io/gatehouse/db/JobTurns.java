package io.gatehouse.db;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Lets one of several processes on this database do what is to be done once. */
@Singleton
public class JobTurns {
    private static final String TAKE = "update job_turn set taken_at = ? where name = ? and taken_at <= ?";

    private final AgroalDataSource database;

    JobTurns(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * Whether it is this process's turn. In a transaction of the caller's that is undone, the turn is too.
     *
     * @param job has a row in {@code job_turn}
     * @param every the least time between two turns
     */
    public boolean take(String job, Duration every) {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        try (Connection connection = database.getConnection();
                PreparedStatement take = connection.prepareStatement(TAKE)) {
            take.setObject(1, now);
            take.setString(2, job);
            take.setObject(3, now.minus(every));
            return take.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot take a turn at " + job, e);
        }
    }
}
