package io.gatehouse.web;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** The numbers in the console's rail. */
@Named("rail")
@Singleton
public class Rail {
    private final Instance<RailBadge> badges;

    Rail(Instance<RailBadge> badges) {
        this.badges = badges;
    }

    public long badge(String section) {
        return badges.stream()
                .filter(badge -> badge.section().equals(section))
                .mapToLong(RailBadge::count)
                .sum();
    }
}
