package io.gatehouse.gateway.proxy;

/**
 * Where the gateway listens and how it treats who comes.
 *
 * @param port negative for a free one, shared by all servers that name the same number
 * @param version told to clients in Server and Via
 */
public record Listener(String address, int port, TrustedProxies trusted, Limits limits, String version) {}
