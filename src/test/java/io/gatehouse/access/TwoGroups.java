package io.gatehouse.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.application.Application;
import io.gatehouse.application.Applications;
import io.gatehouse.application.Plan;
import io.gatehouse.application.Plans;
import io.gatehouse.application.Registration;
import io.gatehouse.application.Registrations;
import io.gatehouse.catalog.Api;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.NewVersion;
import io.gatehouse.catalog.Publisher;
import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.controlplane.ConfigStores;
import io.gatehouse.controlplane.RuntimeGroup;
import io.gatehouse.controlplane.RuntimeGroups;
import io.gatehouse.controlplane.ServedVersions;
import io.gatehouse.controlplane.Serving;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.identity.TestPeople;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Two runtime groups with everything in them that there can be, each under a name that stands nowhere else. */
@ApplicationScoped
@Transactional
class TwoGroups {
    private static final String SPEC = """
            openapi: 3.1.0
            info: {title: Weather, version: 1.0.0}
            paths:
              /places:
                get: {responses: {'200': {description: All places}}}
            """;

    private final RuntimeGroups groups;
    private final ConfigStores stores;
    private final Publisher publisher;
    private final ServedVersions served;
    private final Plans plans;
    private final Applications applications;
    private final Registrations registrations;

    TwoGroups(
            RuntimeGroups groups,
            ConfigStores stores,
            Publisher publisher,
            ServedVersions served,
            Plans plans,
            Applications applications,
            Registrations registrations) {
        this.groups = groups;
        this.stores = stores;
        this.publisher = publisher;
        this.served = served;
        this.plans = plans;
        this.applications = applications;
        this.registrations = registrations;
    }

    /**
     * A group.
     *
     * @param mark part of the name of all that is in it
     * @param ids of all that is in it, by what it is
     */
    record Ground(UUID id, String name, String mark, Map<String, UUID> ids) {}

    Ground filled(String word) {
        String mark = word + UUID.randomUUID().toString().substring(0, 8);
        RuntimeGroup group =
                groups.create(UUID.randomUUID(), new RuntimeGroups.Terms("group-" + mark, "", "", Map.of()));
        ConfigStore store = stores.of(group.id);
        Map<String, UUID> ids = new LinkedHashMap<>();
        ids.put("service", put(store, Kind.SERVICES, "{'name': '%s', 'url': 'http://upstream/%s'}", mark));
        ids.put("route", put(store, Kind.ROUTES, "{'name': '%s', 'paths': ['/%s']}", mark));
        ids.put("plugin", put(store, Kind.PLUGINS, "{'name': 'cors', 'instance_name': '%s', 'tags': ['%s']}", mark));
        ids.put("group", put(store, Kind.CONSUMER_GROUPS, "{'name': '%s', 'tags': ['%s']}", mark));
        ids.put("upstream", put(store, Kind.UPSTREAMS, "{'name': '%s', 'tags': ['%s']}", mark));
        ids.put("consumer", put(store, Kind.CONSUMERS, "{'username': '%s', 'custom_id': '%s'}", mark));
        ApiVersion version = publisher.create(new NewVersion(
                mark,
                mark,
                "",
                "",
                Api.Visibility.UNLISTED,
                "v1",
                SPEC.getBytes(StandardCharsets.UTF_8),
                "Guide of " + mark,
                group.id));
        Plan plan = plans.create(
                "plan-" + UUID.randomUUID(), new Plans.Terms("Plan", "", 10, 60, Plan.Approval.OPERATOR, "", 0));
        plans.offer(version.id, Set.of(plan.id));
        served.serve(
                version.id,
                new Serving(
                        "https://upstream.example.com",
                        Optional.of("Bearer " + mark),
                        List.of(new Serving.RoutePath("/v-" + mark, List.of()))));
        publisher.publish(version.id);
        UUID ann = TestPeople.developer().personId();
        Application app = applications.create(ann, "app-" + mark, "");
        Registration registration = registrations.request(app, version, plan.id);
        ids.put("version", version.id);
        ids.put("api", version.api.id);
        ids.put("registration", registration.id);
        ids.put("application", app.id);
        ids.put("runtime group", group.id);
        return new Ground(group.id, group.name, mark, ids);
    }

    private static UUID put(ConfigStore store, Kind<?> kind, String json, String mark) {
        ObjectNode document;
        try {
            document = (ObjectNode) new com.fasterxml.jackson.databind.ObjectMapper()
                    .readTree(json.replace('\'', '"').replace("%s", mark));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return store.put(kind, UUID.randomUUID(), document == null ? JsonNodeFactory.instance.objectNode() : document)
                .id();
    }

    /** All that could have been changed. */
    Map<String, Object> state(Ground ground) {
        Map<String, Object> state = new TreeMap<>();
        List<String> entities = new ArrayList<>();
        for (Kind<?> kind : Kind.ALL)
            stores.of(ground.id())
                    .list(kind)
                    .forEach(stored -> entities.add(stored.id() + " " + stored.version() + " " + stored.body()));
        state.put("entities", entities);
        ApiVersion version = ApiVersion.findById(ground.ids().get("version"));
        state.put(
                "version",
                List.of(
                        version.lifecycle,
                        version.runtimeGroupId,
                        version.serviceName,
                        version.sourceHash,
                        version.docs,
                        version.updatedAt));
        Api api = Api.findById(ground.ids().get("api"));
        state.put("api", List.of(api.name, api.summary, api.visibility));
        Registration registration = Registration.findById(ground.ids().get("registration"));
        state.put("registration", List.of(registration.state, registration.plan.id));
        state.put(
                "offered",
                plans.offeredBy(version.id).stream().map(plan -> plan.id).toList());
        Application app = Application.findById(ground.ids().get("application"));
        state.put("application", app.state);
        RuntimeGroup group = RuntimeGroup.findById(ground.id());
        state.put("group", List.of(group.name, group.region, group.proxyUrl));
        return state;
    }
}
