package io.gatehouse.gateway.proxy;

/**
 * Where the gateway listens and how it treats who comes.
 *
 * @param port 0 for a free one
 * @param version told to clients in Server and Via
 */
public record Listener(String address, int port, TrustedProxies trusted, Limits limits, String version) {}
