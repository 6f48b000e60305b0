package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sends the calls that decK sends, in its order, and compares as it does: with the defaults that schemas tell, strictly between null and
 * empty, whatever the times are. For machines that have no decK; {@code bin/check-deck} runs the real one.
 */
public final class Deck {
    private static final List<String> OTHER_KINDS =
            List.of("filter-chains", "oauth2", "mtls-auths", "vaults", "partials", "keys", "key-sets");
    private static final List<List<Kind<?>>> LEVELS = List.of(
            List.of(Kind.CERTIFICATES, Kind.CA_CERTIFICATES, Kind.CONSUMERS),
            List.of(
                    Kind.CONSUMER_GROUPS,
                    Kind.SNIS,
                    Kind.SERVICES,
                    Kind.UPSTREAMS,
                    Kind.KEYAUTH_CREDENTIALS,
                    Kind.BASICAUTH_CREDENTIALS,
                    Kind.HMACAUTH_CREDENTIALS,
                    Kind.JWT_SECRETS,
                    Kind.ACLS),
            List.of(Kind.ROUTES, Kind.TARGETS),
            List.of(Kind.PLUGINS));

    private final HttpClient http = HttpClient.newHttpClient();
    private final String root;
    private final String token;
    private final String workspace;
    private final String tags;
    private final Map<String, JsonNode> schemas = new TreeMap<>();

    /** @param workspace null for none; {@code tags} too */
    public Deck(int port, String token, String workspace, String tags) {
        this.root = "http://127.0.0.1:" + port;
        this.token = token;
        this.workspace = workspace;
        this.tags = tags;
    }

    /** What one change is, in words, and the call that makes it. */
    private record Step(String what, Runnable call) {}

    public ObjectNode dump() {
        return DeckFile.write(state());
    }

    public List<String> diff(JsonNode file) {
        return steps(file).stream().map(Step::what).toList();
    }

    public List<String> sync(JsonNode file) {
        if (workspace != null && send("GET", "/workspaces/" + workspace, null).statusCode() == 404)
            ok(call(root + "/workspaces", "POST", "{\"name\": \"" + workspace + "\"}"));
        List<Step> steps = steps(file);
        steps.forEach(step -> step.call().run());
        return steps.stream().map(Step::what).toList();
    }

    List<String> reset() {
        return sync(ConfigJson.MAPPER.createObjectNode().put("_format_version", "3.0"));
    }

    /** As {@code deck gateway validate} does online. */
    List<String> validate(JsonNode file) {
        List<String> problems = new ArrayList<>();
        DeckState target = DeckFile.read(file, new DeckState());
        for (Kind<?> kind : Kind.ALL)
            for (ObjectNode entity : target.all(kind)) {
                HttpResponse<String> answer =
                        send("POST", "/schemas/" + kind.wireName() + "/validate", entity.toString());
                if (answer.statusCode() != 200) problems.add(answer.body());
            }
        return problems;
    }

    DeckState state() {
        DeckState state = new DeckState();
        ok(send("GET", "/", null));
        for (Kind<?> kind : Kind.ALL)
            if (kind != Kind.TARGETS)
                all("/" + kind.adminNames().collection()).forEach(entity -> state.add(kind, entity));
        for (ObjectNode upstream : state.all(Kind.UPSTREAMS))
            all("/upstreams/" + upstream.path("id").asText() + "/targets")
                    .forEach(target -> state.add(Kind.TARGETS, target));
        for (ObjectNode group : state.all(Kind.CONSUMER_GROUPS)) {
            JsonNode whole =
                    ok(send("GET", "/consumer_groups/" + group.path("name").asText(), null));
            for (JsonNode consumer : whole.path("consumers"))
                state.members.add(whole.path("consumer_group").path("id").asText() + " "
                        + consumer.path("id").asText());
        }
        for (String kind : OTHER_KINDS) {
            int status = send("GET", "/" + kind + "?size=1000", null).statusCode();
            if (status != 404) throw new AssertionError("/" + kind + " answers " + status);
        }
        return state;
    }

    private List<ObjectNode> all(String path) {
        List<ObjectNode> all = new ArrayList<>();
        String offset = null;
        do {
            String query = "?size=1000" + (tags == null ? "" : "&tags=" + encoded(tags))
                    + (offset == null ? "" : "&offset=" + encoded(offset));
            JsonNode page = ok(send("GET", path + query, null));
            page.path("data").forEach(entity -> all.add((ObjectNode) entity));
            offset = page.path("offset").asText(null);
        } while (offset != null);
        return all;
    }

    private List<Step> steps(JsonNode file) {
        DeckState current = state();
        DeckState target = DeckFile.read(file, current);
        List<Step> steps = new ArrayList<>();
        for (List<Kind<?>> level : LEVELS)
            for (Kind<?> kind : level)
                for (ObjectNode entity : target.all(kind)) {
                    if (tags != null) tag(entity);
                    fill(kind, entity);
                    String key = DeckState.key(kind, entity);
                    ObjectNode before = current.find(kind, key).orElse(null);
                    List<String> differences = before == null ? List.of("new") : differences(kind, before, entity);
                    if (!differences.isEmpty())
                        steps.add(new Step(
                                kind.wireName() + " " + key + ": " + differences, () -> write(kind, entity, before)));
                }
        for (String membership : target.members)
            if (!current.members.contains(membership)) steps.add(member("POST", membership));
        for (String membership : current.members)
            if (!target.members.contains(membership)) steps.add(member("DELETE", membership));
        List<List<Kind<?>>> reversed = new ArrayList<>(LEVELS);
        Collections.reverse(reversed);
        for (List<Kind<?>> level : reversed)
            for (Kind<?> kind : level)
                for (ObjectNode entity : current.all(kind))
                    if (target.find(kind, DeckState.key(kind, entity)).isEmpty())
                        steps.add(new Step(
                                kind.wireName() + " " + DeckState.key(kind, entity) + ": gone",
                                () -> ok(send("DELETE", path(kind, entity), null))));
        return steps;
    }

    private Step member(String method, String membership) {
        String[] ids = membership.split(" ");
        String path = "/consumer_groups/" + ids[0] + "/consumers";
        return new Step(
                "member " + method + " " + membership,
                () -> ok(
                        method.equals("POST")
                                ? send("POST", path, "{\"consumer\": \"" + ids[1] + "\"}")
                                : send("DELETE", path + "/" + ids[1], null)));
    }

    private void write(Kind<?> kind, ObjectNode entity, ObjectNode before) {
        ObjectNode body = entity.deepCopy();
        // Go leaves out what is nil or an empty list at the top; inside of a plugin's config nothing.
        body.properties()
                .removeIf(member -> member.getValue().isNull()
                        || member.getValue().isArray() && member.getValue().isEmpty());
        if (kind == Kind.CERTIFICATES && before != null) body.set("snis", names(before));
        String method = kind == Kind.CONSUMER_GROUPS && before != null ? "PATCH" : "PUT";
        HttpResponse<String> answer = send(method, path(kind, entity), body.toString());
        if (kind == Kind.TARGETS && answer.statusCode() == 404) {
            String path = path(kind, entity);
            answer = send("POST", path.substring(0, path.lastIndexOf('/')), body.toString());
        }
        String id = ok(answer).path("id").asText();
        if (!id.equals(entity.path("id").asText())) throw new AssertionError("another id: " + answer.body());
    }

    private JsonNode names(ObjectNode certificate) {
        ArrayNode names = ConfigJson.MAPPER.createArrayNode();
        all("/certificates/" + certificate.path("id").asText() + "/snis").forEach(sni -> names.add(sni.get("name")));
        return names;
    }

    private static String path(Kind<?> kind, ObjectNode entity) {
        String id = entity.path("id").asText();
        if (kind != Kind.TARGETS && !Kind.OF_CONSUMERS.contains(kind))
            return "/" + kind.adminNames().collection() + "/" + id;
        Kind.Reference owner = kind.references().get(0);
        return "/" + owner.kind().adminNames().collection() + "/"
                + entity.path(owner.field()).path("id").asText() + "/"
                + kind.adminNames().nested() + "/" + id;
    }

    private void tag(ObjectNode entity) {
        List<String> own = new ArrayList<>();
        entity.path("tags").forEach(tag -> own.add(tag.asText()));
        ArrayNode all = entity.putArray("tags");
        own.forEach(all::add);
        for (String tag : tags.split(",")) if (!own.contains(tag)) all.add(tag);
    }

    private void fill(Kind<?> kind, ObjectNode entity) {
        if (List.of(Kind.SERVICES, Kind.ROUTES, Kind.UPSTREAMS, Kind.TARGETS).contains(kind))
            DeckDefaults.merge(entity, DeckDefaults.flat(schema(kind.wireName())));
        if (kind == Kind.PLUGINS)
            DeckDefaults.fillPlugin(
                    entity, schema("plugins/" + entity.path("name").asText()));
    }

    private JsonNode schema(String name) {
        return schemas.computeIfAbsent(name, any -> ok(send("GET", "/schemas/" + name, null)));
    }

    private static List<String> differences(Kind<?> kind, ObjectNode current, ObjectNode target) {
        Map<String, JsonNode> left = DeckDefaults.comparable(kind, current);
        Map<String, JsonNode> right = DeckDefaults.comparable(kind, target);
        List<String> differences = new ArrayList<>();
        Map<String, JsonNode> all = new LinkedHashMap<>(left);
        all.putAll(right);
        for (String field : all.keySet())
            if (!String.valueOf(left.get(field)).equals(String.valueOf(right.get(field))))
                differences.add(field + " is " + left.get(field) + ", wanted " + right.get(field));
        return differences;
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return call(root + (workspace == null ? "" : "/" + workspace) + path, method, body);
    }

    private HttpResponse<String> call(String url, String method, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Kong-Admin-Token", token)
                .header("User-Agent", "decK/1.65")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) request.header("Content-Type", "application/json");
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode ok(HttpResponse<String> answer) {
        if (answer.statusCode() >= 300)
            throw new AssertionError(
                    answer.request().method() + " " + answer.uri() + " " + answer.statusCode() + " " + answer.body());
        try {
            return ConfigJson.MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
