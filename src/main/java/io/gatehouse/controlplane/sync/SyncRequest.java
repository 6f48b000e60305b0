package io.gatehouse.controlplane.sync;

import java.util.List;
import java.util.OptionalLong;

/**
 * A file, and what is to be made of a runtime group by it.
 *
 * @param text decK's or Kong's declarative format, as YAML or JSON
 * @param isDryRun only tells what would be done
 * @param prunes whether what the file does not name goes
 * @param selectTags what is looked at at all bears them; none for everything
 * @param revision the group must be at it
 */
public record SyncRequest(
        String text, boolean isDryRun, boolean prunes, List<String> selectTags, OptionalLong revision) {}
