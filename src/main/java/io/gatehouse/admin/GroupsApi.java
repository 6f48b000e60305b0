package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.controlplane.ConfigView;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Who is in which consumer group, from both sides. Applications of the portal are in theirs by their plan, and not listed here. */
@Singleton
class GroupsApi implements AdminRoutes {
    private static final String GROUPS = "groups";

    private final Configs configs;

    @Inject
    GroupsApi(GroupConfigs configs) {
        this((Configs) configs);
    }

    GroupsApi(Configs configs) {
        this.configs = configs;
    }

    @Override
    public void mount(Paths paths) {
        paths.at(
                "/consumer_groups/:group/consumers",
                Map.of("GET", this::members, "POST", this::join, "DELETE", this::empty));
        paths.at("/consumer_groups/:group/consumers/:consumer", Map.of("GET", this::member, "DELETE", this::leave));
        paths.at("/consumers/:consumer/consumer_groups", Map.of("GET", this::groups, "POST", this::joinByConsumer));
        paths.at("/consumers/:consumer/consumer_groups/:group", Map.of("DELETE", this::leave));
    }

    /** A group as it is read by itself: with its members, unless they are not wanted, and its plugins. */
    static ObjectNode whole(AdminCall call, ConfigView view, Stored group) {
        ObjectNode body = ConfigJson.MAPPER.createObjectNode();
        body.set("consumer_group", EntityShape.shown(group));
        if (!call.argument("list_consumers").orElse("").equals("false")) {
            ArrayNode consumers = body.putArray("consumers");
            view.members(group.id()).forEach(member -> consumers.add(EntityShape.shown(member)));
        }
        ArrayNode plugins = body.putArray("plugins");
        view.pointingAt(Kind.PLUGINS, "consumer_group", group.id())
                .forEach(plugin -> plugins.add(EntityShape.shown(plugin)));
        return body;
    }

    private void members(AdminCall call) {
        ListQuery query = ListQuery.of(call);
        List<Stored> members = query.cut(configs.of(call).members(group(call).id()));
        call.answer(200, query.page(call, members, true, EntityShape::shown));
    }

    private void member(AdminCall call) {
        Stored consumer = consumer(call, call.part("consumer"));
        if (!names(consumer).contains(group(call).name())) throw AdminProblem.notFound();
        ObjectNode body = ConfigJson.MAPPER.createObjectNode();
        body.set("consumer", EntityShape.shown(consumer));
        call.answer(200, body);
    }

    private void join(AdminCall call) {
        Stored group = group(call);
        JsonNode given = call.body().path("consumer");
        List<Stored> consumers = new ArrayList<>();
        for (JsonNode one :
                given.isArray() ? given : ConfigJson.MAPPER.createArrayNode().add(given))
            consumers.add(consumer(call, one.isObject() ? one.path("id").asText() : one.asText()));
        if (consumers.isEmpty()) throw AdminProblem.notFound();
        ObjectNode body = ConfigJson.MAPPER.createObjectNode();
        body.set("consumer_group", EntityShape.shown(group));
        ArrayNode shown = body.putArray("consumers");
        consumers.forEach(consumer -> shown.add(EntityShape.shown(add(call, consumer, group))));
        call.answer(201, body);
    }

    private void joinByConsumer(AdminCall call) {
        Stored consumer = consumer(call, call.part("consumer"));
        Stored group = configs.of(call)
                .find(Kind.CONSUMER_GROUPS, call.body().path("group").asText())
                .orElseThrow(AdminProblem::notFound);
        Stored joined = add(call, consumer, group);
        ObjectNode body = ConfigJson.MAPPER.createObjectNode();
        body.set("consumer", EntityShape.shown(joined));
        body.putArray("consumer_groups").add(EntityShape.shown(group));
        call.answer(201, body);
    }

    private void groups(AdminCall call) {
        ObjectNode body = ConfigJson.MAPPER.createObjectNode();
        ArrayNode groups = body.putArray("consumer_groups");
        ConfigView view = configs.of(call);
        for (String name : names(consumer(call, call.part("consumer"))))
            view.find(Kind.CONSUMER_GROUPS, name).ifPresent(group -> groups.add(EntityShape.shown(group)));
        call.answer(200, body);
    }

    private void leave(AdminCall call) {
        Stored group = group(call);
        remove(call, consumer(call, call.part("consumer")), group);
        call.answerNothing();
    }

    private void empty(AdminCall call) {
        Stored group = group(call);
        configs.of(call).members(group.id()).forEach(member -> remove(call, member, group));
        call.answerNothing();
    }

    private Stored group(AdminCall call) {
        return configs.of(call).find(Kind.CONSUMER_GROUPS, call.part("group")).orElseThrow(AdminProblem::notFound);
    }

    private Stored consumer(AdminCall call, String idOrName) {
        return configs.of(call).find(Kind.CONSUMERS, idOrName).orElseThrow(AdminProblem::notFound);
    }

    private Stored add(AdminCall call, Stored consumer, Stored group) {
        return with(call, consumer, name -> true, group.name());
    }

    private void remove(AdminCall call, Stored consumer, Stored group) {
        with(call, consumer, name -> !name.equals(group.name()), null);
    }

    /** Two changes of one consumer at the same moment are both kept. In the order of names, which is the order in which groups count. */
    private Stored with(AdminCall call, Stored consumer, Predicate<String> stays, String more) {
        ConfigStore store = configs.writable(call, "update", Kind.CONSUMERS);
        return store.alone(() -> {
            Stored now = consumer(call, consumer.id().toString());
            Set<String> names = new TreeSet<>(names(now).stream().filter(stays).toList());
            if (more != null) names.add(more);
            ObjectNode document = now.body().deepCopy();
            ArrayNode groups = document.putArray(GROUPS);
            names.forEach(groups::add);
            return store.put(Kind.CONSUMERS, now.id(), document);
        });
    }

    private static List<String> names(Stored consumer) {
        List<String> names = new ArrayList<>();
        consumer.body().path(GROUPS).forEach(name -> names.add(name.asText()));
        return names;
    }
}
