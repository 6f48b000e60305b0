package io.gatehouse.catalog;

import java.util.UUID;

/** Fired in the transaction in which a version was made, given another spec, or moved on in its life. */
public record VersionChanged(UUID versionId) {}
