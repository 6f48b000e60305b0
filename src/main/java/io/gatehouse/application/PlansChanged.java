package io.gatehouse.application;

/** Fired when a plan's limits or the list of versions that offer it have changed. */
public record PlansChanged() {}
