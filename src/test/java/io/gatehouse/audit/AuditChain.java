package io.gatehouse.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Goes through the audit log from its first entry to its end: each must hold the hash of the one before it, and its own. */
public final class AuditChain {
    private static final String ENTRIES = "select id, happened_at, actor_kind, actor_id, actor_name, address, action,"
            + " target_kind, target_id, target_name, detail, runtime_group_id, previous_hash, hash"
            + " from audit_entry order by id";

    private AuditChain() {}

    public static void holds(Connection database) throws SQLException {
        try (Statement statement = database.createStatement()) {
            String last = "";
            int entries = 0;
            try (ResultSet rows = statement.executeQuery(ENTRIES)) {
                for (; rows.next(); entries++) {
                    AuditEntry entry = entry(rows);
                    assertEquals(last, entry.previousHash, "before entry " + entry.id);
                    assertEquals(Audit.hash(entry), entry.hash, "entry " + entry.id);
                    last = entry.hash;
                }
            }
            assertTrue(entries > 0);
            try (ResultSet end = statement.executeQuery("select hash from audit_end")) {
                end.next();
                assertEquals(last, end.getString(1), "the end");
            }
        }
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        AuditEntry entry = new AuditEntry();
        entry.id = row.getLong("id");
        entry.happenedAt = row.getObject("happened_at", OffsetDateTime.class).toInstant();
        entry.actorKind = row.getString("actor_kind");
        entry.actorId = row.getObject("actor_id", UUID.class);
        entry.actorName = row.getString("actor_name");
        entry.address = row.getString("address");
        entry.action = row.getString("action");
        entry.targetKind = row.getString("target_kind");
        entry.targetId = row.getString("target_id");
        entry.targetName = row.getString("target_name");
        entry.detail = row.getString("detail");
        entry.runtimeGroupId = row.getObject("runtime_group_id", UUID.class);
        entry.previousHash = row.getString("previous_hash");
        entry.hash = row.getString("hash");
        return entry;
    }
}
