package io.gatehouse.gateway.llm;

/** Tokens that a call has cost, as the provider counts them. */
public record Usage(long prompt, long completion, long total) {}
