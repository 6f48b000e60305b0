package io.gatehouse.folder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an import has done, or would do. */
public final class ImportReport {
    /** A value as it was and as it is. */
    public record Difference(String before, String after) {}

    /**
     * One thing of a portal that came, changed, went, or stays although the folder does not have it.
     *
     * @param kind   {@code plan}, {@code api}, {@code version} or {@code theme}
     * @param fields what differs, for what has changed
     * @param why    it stays, for what stays
     */
    public record Entry(String kind, String name, Map<String, Difference> fields, String why) {}

    private final String revision;
    private final List<Entry> created = new ArrayList<>();
    private final List<Entry> changed = new ArrayList<>();
    private final List<Entry> deleted = new ArrayList<>();
    private final List<Entry> kept = new ArrayList<>();
    private final List<FolderProblem> remarks = new ArrayList<>();

    ImportReport(String revision) {
        this.revision = revision;
    }

    /** Names the portal that it was made for. */
    public String revision() {
        return revision;
    }

    void created(String kind, String name) {
        created.add(new Entry(kind, name, Map.of(), null));
    }

    /** False when nothing differs. */
    boolean changed(String kind, String name, Map<String, String> before, Map<String, String> after) {
        Map<String, Difference> fields = new TreeMap<>();
        Map<String, String> all = new TreeMap<>(before);
        all.putAll(after);
        for (String field : all.keySet()) {
            Difference difference = new Difference(before.getOrDefault(field, ""), after.getOrDefault(field, ""));
            if (!difference.before().equals(difference.after())) fields.put(field, difference);
        }
        if (fields.isEmpty()) return false;
        changed.add(new Entry(kind, name, fields, null));
        return true;
    }

    void deleted(String kind, String name) {
        deleted.add(new Entry(kind, name, Map.of(), null));
    }

    void kept(String kind, String name, String why) {
        kept.add(new Entry(kind, name, Map.of(), why));
    }

    void remark(List<FolderProblem> found) {
        remarks.addAll(found);
    }

    public List<Entry> created() {
        return created;
    }

    public List<Entry> changed() {
        return changed;
    }

    public List<Entry> deleted() {
        return deleted;
    }

    public List<Entry> kept() {
        return kept;
    }

    /** What somebody should see of it, although nothing forbids it. */
    public List<FolderProblem> remarks() {
        return remarks;
    }

    boolean isEmpty() {
        return created.isEmpty() && changed.isEmpty() && deleted.isEmpty();
    }
}
