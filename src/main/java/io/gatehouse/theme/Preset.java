package io.gatehouse.theme;

/**
 * A theme from a {@code themes/} folder, with what it leaves out taken from its parents.
 *
 * @param parent null for the default theme
 * @param logo SVG that stands in the page itself, so that it takes the theme's colours
 * @param favicon SVG
 */
public record Preset(String name, String title, String parent, Tokens tokens, String logo, String favicon) {}
