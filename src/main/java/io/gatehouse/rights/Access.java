package io.gatehouse.rights;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What whoever acts now may do. Gatehouse itself, at its start and in the background, may do everything. */
@Named("may")
@Singleton
public class Access {
    private static final List<UUID> NONE = List.of(new UUID(0, 0));

    private final Instance<RightsSource> sources;

    Access(Instance<RightsSource> sources) {
        this.sources = sources;
    }

    public Rights now() {
        return sources.stream()
                .flatMap(source -> source.rights().stream())
                .findFirst()
                .orElse(Rights.EVERYTHING);
    }

    public boolean isWhole() {
        return now().isWhole();
    }

    public boolean covers(UUID runtimeGroup) {
        return now().covers(runtimeGroup);
    }

    /** For a query's {@code in}, which cannot do with an empty list; only for those whose rights are limited. */
    public Collection<UUID> groups() {
        Rights now = now();
        if (now.isWhole()) throw new IllegalStateException("These rights name no groups");
        return now.groups().isEmpty() ? NONE : now.groups();
    }

    /** For templates. */
    public boolean read(String area) {
        return now().mayRead(Area.valueOf(area));
    }

    /** For templates. */
    public boolean change(String area) {
        return now().mayChange(Area.valueOf(area));
    }

    /** @throws Forbidden when it may only be looked at, if that */
    public void check(Area area) {
        if (!now().mayChange(area)) throw new Forbidden("Your rights do not include this.");
    }
}
