package io.gatehouse.gateway.config;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Who calls: an application of the portal, or whoever an operator has made through the Admin API.
 *
 * @param groups names of the consumer groups that it is in for every service
 * @param registrations service id to name of the consumer group that it is in for this service; what it is not registered for,
 *     the plugin {@code application-registration} refuses
 * @param aclGroups what the plugin {@code acl} asks for; entities of their own in a configuration, and so no field of a document
 */
public record Consumer(
        UUID id,
        String username,
        String customId,
        List<String> groups,
        Map<UUID, String> registrations,
        List<String> tags,
        Long createdAt,
        Long updatedAt,
        @JsonIgnore List<String> aclGroups)
        implements ConfigRules {

    public Consumer {
        groups = groups == null ? List.of() : List.copyOf(groups);
        registrations = registrations == null ? Map.of() : Map.copyOf(registrations);
        aclGroups = aclGroups == null ? List.of() : List.copyOf(aclGroups);
    }

    /** As a document says it. */
    public Consumer(
            UUID id,
            String username,
            String customId,
            List<String> groups,
            Map<UUID, String> registrations,
            List<String> tags,
            Long createdAt,
            Long updatedAt) {
        this(id, username, customId, groups, registrations, tags, createdAt, updatedAt, List.of());
    }

    public Consumer withAclGroups(List<String> names) {
        return new Consumer(id, username, customId, groups, registrations, tags, createdAt, updatedAt, names);
    }

    @Override
    public void check(BiConsumer<String, String> broken) {
        if (isEmpty(username) && isEmpty(customId)) {
            broken.accept(null, "at least one of these fields must be non-empty: 'custom_id', 'username'");
        }
        Rules rules = new Rules(broken);
        rules.noControls("username", username);
        rules.noControls("custom_id", customId);
        rules.tags(tags);
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }
}
