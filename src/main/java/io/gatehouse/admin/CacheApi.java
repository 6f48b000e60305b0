package io.gatehouse.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.ConfigStores;
import io.gatehouse.controlplane.ConfigView;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.cache.AnswerCache;
import io.gatehouse.gateway.cache.KeptAnswer;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.plugins.ProxyCache;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** The answers that this process keeps: one can be looked at and thrown away, as can all of them. */
@Singleton
class CacheApi implements AdminRoutes {
    private static final String NAME = "proxy-cache";
    private static final String KEY = "key";
    private static final String PLUGIN = "plugin";

    private final Plugins plugins;
    private final Configs configs;
    private final Predicate<ConfigView> isServed;

    @Inject
    CacheApi(Plugins plugins, GroupConfigs configs, ConfigStores stores) {
        this(plugins, configs, view -> view == stores.served());
    }

    /** @param isServed whether it is what the gateway of this process serves, whose answers these are */
    CacheApi(Plugins plugins, Configs configs, Predicate<ConfigView> isServed) {
        this.isServed = isServed;
        this.plugins = plugins;
        this.configs = configs;
    }

    @Override
    public void mount(Paths paths) {
        paths.at("/proxy-cache", Map.of("DELETE", this::clear));
        paths.at("/proxy-cache/:key", Map.of("GET", this::show, "DELETE", this::drop));
        paths.at("/proxy-cache/:plugin/caches/:key", Map.of("GET", this::showOf, "DELETE", this::dropOf));
    }

    private void clear(AdminCall call) {
        if (served(call)) cache().clear();
        call.answerNothing();
    }

    private boolean served(AdminCall call) {
        return isServed.test(configs.of(call));
    }

    private void requireServed(AdminCall call) {
        if (!served(call)) throw AdminProblem.notFound();
    }

    private void show(AdminCall call) {
        requireServed(call);
        String key = call.part(KEY);
        call.answer(200, described(key, kept(key)));
    }

    private void drop(AdminCall call) {
        requireServed(call);
        String key = call.part(KEY);
        kept(key);
        cache().drop(key);
        call.answerNothing();
    }

    private void showOf(AdminCall call) {
        requirePlugin(call);
        show(call);
    }

    private void dropOf(AdminCall call) {
        requirePlugin(call);
        drop(call);
    }

    /** All plugins of the kind share one cache, so which of them is asked makes no difference. */
    private void requirePlugin(AdminCall call) {
        String id = call.part(PLUGIN);
        boolean isThere = isUuid(id)
                && configs.of(call)
                        .find(Kind.PLUGINS, id)
                        .map(Stored::body)
                        .filter(plugin -> plugin.path("name").asText().equals(NAME))
                        .isPresent();
        if (!isThere) throw AdminProblem.notFound();
    }

    private static boolean isUuid(String text) {
        try {
            UUID.fromString(text);
            return true;
        } catch (IllegalArgumentException other) {
            return false;
        }
    }

    private KeptAnswer kept(String key) {
        KeptAnswer kept = cache().find(key, InstantSource.system().instant().getEpochSecond());
        if (kept == null) throw AdminProblem.notFound();
        return kept;
    }

    private AnswerCache cache() {
        return plugins.find(NAME)
                .map(Plugins.Known::plugin)
                .map(plugin -> ((ProxyCache) plugin).answers())
                .orElseThrow(AdminProblem::notFound);
    }

    private static ObjectNode described(String key, KeptAnswer kept) {
        ObjectNode described = ConfigJson.MAPPER.createObjectNode();
        described.put("status", kept.status());
        ObjectNode headers = described.putObject("headers");
        kept.headers().forEach(header -> add(headers, header.getKey(), header.getValue()));
        headers.put("X-Cache-Key", key);
        described.put("body", new String(kept.body(), StandardCharsets.UTF_8));
        described.put("body_len", kept.body().length);
        described.put("timestamp", kept.keptAt());
        described.put("ttl", kept.freshSeconds());
        described.put("version", 1).put("req_body", "");
        return described;
    }

    /** Several of one name are a list. */
    private static void add(ObjectNode headers, String name, String value) {
        if (!headers.has(name)) {
            headers.put(name, value);
            return;
        }
        ArrayNode values = headers.get(name) instanceof ArrayNode several
                ? several
                : ConfigJson.MAPPER.createArrayNode().add(headers.get(name));
        headers.set(name, values.add(value));
    }
}
