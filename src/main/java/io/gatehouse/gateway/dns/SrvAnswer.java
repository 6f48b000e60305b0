package io.gatehouse.gateway.dns;

import java.util.List;

/**
 * The places of a service that are to be used: those of the lowest priority number.
 *
 * @param places empty where the name has none
 * @param ttlSeconds how long the answer holds
 */
public record SrvAnswer(List<Srv> places, long ttlSeconds) {}
