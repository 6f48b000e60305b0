package io.gatehouse.cluster;

import java.util.UUID;

/**
 * A node that calls, known by its certificate.
 *
 * @param group that it serves, and the only one that it is told about
 * @param version of Gatehouse that it last said it is
 */
record Member(UUID id, UUID group, String hostname, String version) {}
