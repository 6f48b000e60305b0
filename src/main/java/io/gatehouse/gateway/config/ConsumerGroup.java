package io.gatehouse.gateway.config;

import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Consumers that share plugins, most often a limit. A plan of the portal is one. */
public record ConsumerGroup(UUID id, String name, List<String> tags, Long createdAt, Long updatedAt)
        implements ConfigRules {

    @Override
    public void check(BiConsumer<String, String> broken) {
        Rules rules = new Rules(broken);
        rules.required("name", name);
        rules.tags(tags);
    }
}
