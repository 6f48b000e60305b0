package io.gatehouse.gateway.limit;

/** What shares a count: the scope (which plugin counts) and the caller in it (who is counted). */
public record LimitKey(String scope, String caller) {}
