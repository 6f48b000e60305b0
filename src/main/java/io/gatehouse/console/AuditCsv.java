package io.gatehouse.console;

import io.gatehouse.audit.AuditEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the audit for spreadsheets, which must not take a name that somebody chose for a formula. */
final class AuditCsv {
    private static final String HEAD =
            "id,at,actor_kind,actor_id,actor,address,action,target_kind,target_id,target,detail,hash";

    private AuditCsv() {}

    /**
     * @param pieces gives the entries that follow the entry with this id, beginning with null; an empty piece is the end
     */
    static void write(OutputStream out, Function<Long, List<AuditEntry>> pieces) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        writer.write(HEAD + "\r\n");
        Long last = null;
        for (List<AuditEntry> piece = pieces.apply(last); !piece.isEmpty(); piece = pieces.apply(last)) {
            for (AuditEntry entry : piece) writer.write(line(entry));
            last = piece.get(piece.size() - 1).id;
        }
        writer.flush();
    }

    private static String line(AuditEntry entry) {
        Object[] cells = {
            entry.id,
            entry.happenedAt,
            entry.actorKind,
            entry.actorId,
            entry.actorName,
            entry.address,
            entry.action,
            entry.targetKind,
            entry.targetId,
            entry.targetName,
            entry.detail,
            entry.hash
        };
        return Arrays.stream(cells).map(AuditCsv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** A text that a spreadsheet would calculate begins with an apostrophe, which it does not show. */
    static String cell(Object value) {
        String text = value == null ? "" : value.toString();
        boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        return "\"" + (formula ? "'" : "") + text.replace("\"", "\"\"") + "\"";
    }
}
