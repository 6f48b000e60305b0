package io.gatehouse.gateway.config;

import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

/** A group of a consumer, for the plugin {@code acl} to allow or deny. */
public record Acl(UUID id, Ref consumer, String group, List<String> tags, Long createdAt) implements ConfigRules {

    @Override
    public void check(BiConsumer<String, String> broken) {
        Rules rules = new Rules(broken);
        rules.required("consumer", consumer);
        rules.required("group", group);
        rules.shortEnough("group", group);
        rules.noControls("group", group);
        rules.tags(tags);
    }
}
