package io.gatehouse.web;

/** A number beside a section in the console's rail, such as how much waits in the inbox. Each bean of this kind gives one. */
public interface RailBadge {
    /** The section's name in the layout, such as {@code inbox}. */
    String section();

    /** Nothing is shown for 0. Asked on every console page, so it must be cheap. */
    long count();
}
