package io.gatehouse.gateway.dns;

/**
 * One place of a service, as an SRV record tells it (RFC 2782).
 *
 * @param host without the last dot
 * @param port 0 where the record has none
 * @param weight its share, measured by the weights of the others; never 0
 */
public record Srv(String host, int port, int weight) {}
