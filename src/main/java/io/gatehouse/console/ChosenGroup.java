package io.gatehouse.console;

import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.controlplane.GroupAccess;
import io.gatehouse.controlplane.RuntimeGroup;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.UUID;

/**
 * The runtime group that a page is about. It stands in the address ({@code /console/runtime-groups/us/services}), so that whoever is
 * sent the address sees the same; the default group's pages have the short addresses.
 */
@Named("chosen")
@RequestScoped
public class ChosenGroup {
    static final String CONSOLE = "/console";
    static final String GROUPS = "/console/runtime-groups";
    private static final String DEFAULT = "default";

    @Inject
    GroupAccess access;

    private String name = DEFAULT;
    private String section = "";
    private RuntimeGroup group;
    private List<RuntimeGroup> all;

    /** A group to switch to. */
    public record Choice(String name, String region, String path, boolean current) {}

    void choose(String chosen) {
        name = chosen;
        group = null;
    }

    /** @param shown the part of the console that the page belongs to, such as {@code services} */
    void choose(String chosen, String shown) {
        choose(chosen);
        section = shown;
    }

    void choose(UUID id) {
        choose(id.toString());
        group();
    }

    /** Not found when there is none of the name, or none for this person. */
    RuntimeGroup group() {
        if (group != null) return group;
        group = access.any(name);
        name = group.name;
        return group;
    }

    ConfigStore store() {
        return access.store(group().id);
    }

    public String name() {
        return group().name;
    }

    /** What the addresses of its pages begin with. */
    public String at() {
        return at(name);
    }

    static String at(String name) {
        return name.equals(DEFAULT) ? CONSOLE : GROUPS + "/" + name;
    }

    /** The same for links that stand on every page: where nothing is chosen, and the default group is not for this person, the first that is. */
    public String rail() {
        return isThere() ? at() : at(first());
    }

    private boolean isThere() {
        return all().stream().anyMatch(one -> one.name.equals(name));
    }

    /** The group that is meant where nobody has chosen one: the default group, if it is for this person. */
    String first() {
        return all().stream()
                .map(one -> one.name)
                .filter(DEFAULT::equals)
                .findFirst()
                .orElseGet(() -> all().isEmpty() ? DEFAULT : all().get(0).name);
    }

    /** Whether the page differs from group to group, and there are several. */
    public boolean isSwitch() {
        return !section.isEmpty() && all().size() > 1 && isThere();
    }

    public boolean isOneOfSeveral() {
        return all().size() > 1;
    }

    public List<Choice> choices() {
        return all().stream()
                .map(one -> new Choice(one.name, one.region, at(one.name) + "/" + section, one.name.equals(name)))
                .toList();
    }

    private List<RuntimeGroup> all() {
        if (all == null) all = access.all();
        return all;
    }
}
