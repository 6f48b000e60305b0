package io.gatehouse.controlplane.sync;

import java.util.List;

/**
 * What a dump has in it.
 *
 * @param selectTags only what bears all of them; none for everything
 * @param withPortal also the portal's applications, with the digests of their keys and their registrations
 * @param withIds also ids that could be left out
 * @param skipsDefaults without fields that say what they would say anyway
 */
public record DumpOptions(List<String> selectTags, boolean withPortal, boolean withIds, boolean skipsDefaults) {}
