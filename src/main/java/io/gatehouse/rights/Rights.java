package io.gatehouse.rights;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What somebody may do, and in which runtime groups.
 *
 * @param groups null for all that there are and will be; an empty set is none at all
 */
public record Rights(Role role, Set<UUID> groups) {
    public static final Rights EVERYTHING = new Rights(Role.ADMIN, null);
    public static final Rights NOTHING = new Rights(Role.AUDITOR, Set.of());
    public static final int MOST_GROUPS = 50;

    private static final Set<Area> OF_PUBLISHERS = Set.of(Area.OWN, Area.GATEWAY, Area.CATALOG, Area.REQUESTS);
    private static final Set<Area> READ_BY_PUBLISHERS = Set.of(Area.AUDIT, Area.GROUPS, Area.PLANS);
    private static final String ALL = "*";

    public Rights {
        groups = groups == null ? null : Set.copyOf(groups);
    }

    /** Whether they are not limited to some runtime groups. */
    public boolean isWhole() {
        return groups == null;
    }

    public boolean covers(UUID runtimeGroup) {
        return groups == null || groups.contains(runtimeGroup);
    }

    public boolean mayRead(Area area) {
        if (area.isWhole() && !isWhole()) return false;
        return role != Role.PUBLISHER || OF_PUBLISHERS.contains(area) || READ_BY_PUBLISHERS.contains(area);
    }

    public boolean mayChange(Area area) {
        if (area == Area.OWN) return true;
        if (area.isWhole() && !isWhole()) return false;
        return switch (role) {
            case ADMIN -> area != Area.AUDIT;
            case PUBLISHER -> OF_PUBLISHERS.contains(area);
            case AUDITOR -> false;
        };
    }

    /** As it is stored: the role, then {@code *} or the ids of groups. */
    public String text() {
        String ids = isWhole()
                ? ALL
                : new TreeSet<>(groups).stream().map(UUID::toString).collect(Collectors.joining(" "));
        return (role + " " + ids).strip();
    }

    public static Rights of(String text) {
        String[] words = text.split(" ");
        if (words.length == 2 && words[1].equals(ALL)) return new Rights(Role.valueOf(words[0]), null);
        Set<UUID> groups = new LinkedHashSet<>();
        for (int i = 1; i < words.length; i++) groups.add(UUID.fromString(words[i]));
        return new Rights(Role.valueOf(words[0]), groups);
    }
}
