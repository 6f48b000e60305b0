package io.gatehouse.theme;

import java.util.Map;

/**
 * A look as an operator makes it: a preset and what is different.
 *
 * @param changes clean token values
 * @param logo null for the preset's own
 */
public record Design(String preset, Map<String, String> changes, Logo logo) {}
