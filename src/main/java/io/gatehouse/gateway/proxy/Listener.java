package io.gatehouse.gateway.proxy;

/**
 * Where the gateway listens and how it treats who comes.
 *
 * @param port negative for a free one, shared by all servers that name the same number
 */
public record Listener(String address, int port, TrustedProxies trusted, Limits limits, Dialect dialect) {}
