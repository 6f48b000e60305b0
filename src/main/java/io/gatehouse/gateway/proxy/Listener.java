package io.gatehouse.gateway.proxy;

import java.util.OptionalInt;

/**
 * Where the gateway listens and how it treats who comes.
 *
 * @param port negative for a free one, shared by all servers that name the same number
 * @param tlsPort likewise for https; empty for no https
 */
public record Listener(
        String address, int port, OptionalInt tlsPort, TrustedProxies trusted, Limits limits, Dialect dialect) {}
