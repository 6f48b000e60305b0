package io.gatehouse.rights;

/** A part of what operators do; a role allows reading or changing it. */
public enum Area {
    /** One's own account, and what every operator sees. */
    OWN(false),
    /** Services, routes, plugins, consumer groups. */
    GATEWAY(false),
    /** APIs, their versions, and on which plans they are offered. */
    CATALOG(false),
    /** Who waits for access to an API version. */
    REQUESTS(false),
    AUDIT(false),
    /** Which runtime groups there are. */
    GROUPS(false),
    PLANS(true),
    /** Developers, their applications and keys. */
    PEOPLE(true),
    APPEARANCE(true),
    /** Operators, tokens, nodes, runtime groups themselves. */
    INSTALLATION(true);

    private final boolean whole;

    Area(boolean whole) {
        this.whole = whole;
    }

    /** Whether it belongs to no runtime group, and so is closed to those whose rights are limited to some. */
    boolean isWhole() {
        return whole;
    }
}
