package io.gatehouse.controlplane;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.application.Plan;
import io.gatehouse.application.Plans;
import io.gatehouse.application.PlansChanged;
import io.gatehouse.gateway.config.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Turns plans into what the gateway enforces: a consumer group for each plan, and one rate limit for each plan on each service
 * that serves an API version. Every plan is there on every service, offered or not, so that moving a registration to another
 * plan is a change of one identity and never of the topology.
 */
@ApplicationScoped
class PlanLimits {
    private static final String PLUGIN = "rate-limiting";
    private static final Map<Long, String> WINDOWS =
            Map.of(1L, "second", 60L, "minute", 3_600L, "hour", 86_400L, "day");

    private final ConfigStores stores;
    private final Plans plans;

    PlanLimits(ConfigStores stores, Plans plans) {
        this.stores = stores;
        this.plans = plans;
    }

    /** In the transaction that changes the plans: a limit that cannot be enforced is not promised. */
    void onPlansChanged(@Observes PlansChanged changed) {
        for (UUID group : stores.ofPortal()) stores.of(group).changeQuietly(this::derive);
    }

    /** In the runtime group of the change. */
    void derive(ConfigChange change) {
        ConfigRows rows = change.rows();
        Map<String, UUID> groups = groups(change);
        Map<String, UUID> services = new HashMap<>();
        rows.all(Kind.SERVICES).forEach(service -> services.put(service.name(), service.id()));
        Map<UUID, ObjectNode> before = new HashMap<>();
        Set<String> takenByOperators = new HashSet<>();
        for (Stored plugin : rows.all(Kind.PLUGINS)) {
            if (!plugin.isDerivedPlugin()) takenByOperators.add(scope(plugin.body()));
            else if (isLimit(plugin.body())) before.put(plugin.id(), plugin.body());
        }
        for (Plans.Limit limit : plans.limits(rows.group())) {
            UUID service = services.get(limit.serviceName());
            if (service == null) continue;
            UUID group = groups.get(limit.slug());
            ObjectNode plugin = plugin(service, group, limit);
            if (takenByOperators.contains(scope(plugin))) continue;
            UUID id = Ids.of("plan-limit", service, group);
            ObjectNode old = before.remove(id);
            if (old == null || !allowsTheSame(old, plugin)) change.put(Kind.PLUGINS, id, plugin);
        }
        before.keySet().forEach(id -> change.delete(Kind.PLUGINS, id));
    }

    /** Makes the groups that are missing, and takes away those whose plan is gone. */
    private Map<String, UUID> groups(ConfigChange change) {
        Map<String, UUID> groups = new HashMap<>();
        Set<String> slugs = new HashSet<>();
        for (Plan plan : plans.all()) slugs.add(plan.slug);
        for (Stored group : change.rows().all(Kind.CONSUMER_GROUPS)) {
            if (slugs.contains(group.name())) groups.put(group.name(), group.id());
            else if (Derived.isMarked(group.body())) change.delete(Kind.CONSUMER_GROUPS, group.id());
        }
        for (String slug : slugs) {
            if (groups.containsKey(slug)) continue;
            UUID id = Ids.of("plan-group", slug);
            change.put(Kind.CONSUMER_GROUPS, id, Derived.mark(object().put("name", slug)));
            groups.put(slug, id);
        }
        return groups;
    }

    private static ObjectNode plugin(UUID service, UUID group, Plans.Limit limit) {
        ObjectNode plugin = Derived.mark(object().put("name", PLUGIN));
        plugin.putObject("service").put("id", service.toString());
        plugin.putObject("consumer_group").put("id", group.toString());
        plugin.putObject("config")
                .put(WINDOWS.get(limit.windowSeconds()), limit.requestLimit())
                .put("limit_by", "consumer")
                .put("window_type", "exact")
                .put("policy", "shared");
        return plugin;
    }

    private static boolean allowsTheSame(ObjectNode left, ObjectNode right) {
        boolean isCountedAlike = left.path("config")
                .path("policy")
                .asText()
                .equals(right.path("config").path("policy").asText());
        return isCountedAlike
                && WINDOWS.values().stream()
                        .allMatch(window -> left.path("config").path(window).asLong()
                                == right.path("config").path(window).asLong());
    }

    private static boolean isLimit(ObjectNode plugin) {
        return plugin.path("name").asText().equals(PLUGIN)
                && plugin.path("consumer_group").isObject();
    }

    /** What no two plugins may have in common. */
    private static String scope(ObjectNode plugin) {
        StringBuilder scope = new StringBuilder(plugin.path("name").asText());
        for (String field : List.of("service", "route", "consumer", "consumer_group"))
            scope.append(' ').append(plugin.path(field).path("id").asText("-"));
        return scope.toString();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
