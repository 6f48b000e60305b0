package io.gatehouse.console;

import io.gatehouse.controlplane.GroupAccess;
import io.gatehouse.controlplane.RuntimeGroup;
import io.gatehouse.rights.Rights;
import io.gatehouse.rights.Role;
import io.gatehouse.web.Form;
import io.gatehouse.web.Refused;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The part of a form that says what somebody may do, and in which runtime groups. */
@Singleton
class RightsForm {
    private static final String ALL = "all";

    private final GroupAccess access;

    RightsForm(GroupAccess access) {
        this.access = access;
    }

    /** Rights as a page tells them. */
    public record Words(String role, String groups) {}

    List<Named> groups() {
        return access.all().stream()
                .map(group -> new Named(group.id, group.name))
                .toList();
    }

    Function<Rights, Words> words() {
        Map<UUID, String> names =
                access.all().stream().collect(Collectors.toMap(group -> group.id, group -> group.name));
        return rights -> new Words(
                rights.role().title(),
                rights.isWhole()
                        ? "all"
                        : rights.groups().stream()
                                .map(names::get)
                                .filter(name -> name != null)
                                .sorted()
                                .collect(Collectors.joining(", ")));
    }

    static Form filled(Form form, Rights rights) {
        return form.with("role", rights.role())
                .with("reach", rights.isWhole() ? ALL : "some")
                .with(
                        "groups",
                        rights.isWhole()
                                ? List.of()
                                : rights.groups().stream().map(UUID::toString).toList());
    }

    Rights read(Form form) {
        Role role = Arrays.stream(Role.values())
                .filter(one -> one.name().equals(form.value("role")))
                .findFirst()
                .orElseThrow(() -> new Refused("role", "Choose a role."));
        return new Rights(role, reach(form));
    }

    /** The groups that were ticked; null for all. */
    Set<UUID> reach(Form form) {
        if (form.has("reach", ALL)) return null;
        Set<UUID> groups = form.values("groups").stream()
                .map(id -> access.find(id)
                        .map((RuntimeGroup group) -> group.id)
                        .orElseThrow(() -> new Refused("groups", "Choose among the runtime groups that are listed.")))
                .collect(Collectors.toSet());
        if (groups.isEmpty()) throw new Refused("groups", "Tick at least one runtime group, or choose all.");
        if (groups.size() > Rights.MOST_GROUPS)
            throw new Refused("groups", "Tick at most " + Rights.MOST_GROUPS + ", or choose all.");
        return groups;
    }
}
