package io.gatehouse.db;

import java.sql.SQLException;

/** Tells the database that is away from a bug, so that whoever asked knows to ask again. */
public final class Outage {
    private Outage() {}

    public static boolean isBehind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // Class 08 is a lost connection, 57P a server that goes down; the pool says nothing but this sentence.
            if (cause instanceof SQLException sql) {
                String state = String.valueOf(sql.getSQLState());
                if (state.startsWith("08") || state.startsWith("57P")) return true;
                if (String.valueOf(sql.getMessage()).startsWith("Acquisition timeout")) return true;
            }
        }
        return false;
    }
}
