package io.gatehouse.catalog.reference;

/**
 * A rule that a value must keep, in a few words and the author's value.
 *
 * @param value may be empty
 */
public record Fact(String words, String value) {}
