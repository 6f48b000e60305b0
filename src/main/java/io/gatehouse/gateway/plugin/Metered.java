package io.gatehouse.gateway.plugin;

/** A plugin that counts something. */
public interface Metered {

    /** Adds what it has counted, in Prometheus' text format. Called by any thread. */
    void scrape(StringBuilder text);
}
