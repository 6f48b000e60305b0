package io.gatehouse.controlplane.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.Kind;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a sync has done, or would do.
 *
 * @param revision of the group afterwards; of a dry run, the one that it was made at
 * @param kept what differs from the file and stays, with the reason
 */
public record SyncOutcome(
        boolean isDryRun,
        long revision,
        List<Entry> created,
        List<Entry> changed,
        List<Entry> deleted,
        List<Entry> kept) {

    /**
     * @param name what people call it
     * @param of what it belongs to, such as {@code service parcels}; null for nothing
     * @param fields what changes, by path; secrets are hidden
     * @param why a sentence on what is kept; null for all else
     */
    public record Entry(Kind<?> kind, String name, UUID id, String of, Map<String, Change> fields, String why) {}

    /** A field as it was and as it will be. */
    public record Change(JsonNode before, JsonNode after) {}
}
