package io.gatehouse.gateway.llm;

/** Tokens that a call has cost, as the provider counts them. */
public record Usage(long prompt, long completion, long total) {

    /** Null for numbers that cannot be a cost. */
    static Usage of(long prompt, long completion, long total) {
        boolean isCost = prompt >= 0 && completion >= 0 && total >= 0;
        return isCost ? new Usage(prompt, completion, total) : null;
    }
}
