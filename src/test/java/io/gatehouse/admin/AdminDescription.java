package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes what is hung up in the Admin API as an OpenAPI document: entities from the table of kinds, all else from {@link AdminWords}. */
final class AdminDescription {
    private static final Pattern PART = Pattern.compile(":(\\w+)");
    private static final String JSON = "application/json";

    private final ObjectNode document = ConfigJson.MAPPER.createObjectNode();
    private final AdminSchemas schemas;
    private final Map<String, EntityPath> entityPaths = new TreeMap<>();
    private final Set<String> unspoken = new TreeSet<>();

    /**
     * A path at which entities are.
     *
     * @param parent what they belong to, null for all of the kind
     * @param isOne whether the path ends in the name of one
     */
    private record EntityPath(Kind<?> kind, Kind<?> parent, boolean isOne) {}

    AdminDescription(AdminSchemas schemas) {
        this.schemas = schemas;
        for (Kind<?> kind : Kind.ALL) {
            String all = kind.adminNames().collection();
            if (all != null) entities("/" + all, kind, null);
            for (Kind.Reference reference : kind.references())
                entities(
                        "/" + reference.kind().adminNames().collection() + "/:parent/"
                                + kind.adminNames().nested(),
                        kind,
                        reference.kind());
        }
    }

    private void entities(String path, Kind<?> kind, Kind<?> parent) {
        entityPaths.put(path, new EntityPath(kind, parent, false));
        entityPaths.put(path + "/:key", new EntityPath(kind, parent, true));
    }

    /** Calls that nobody has found words for. */
    Set<String> unspoken() {
        return unspoken;
    }

    /** @param mounted methods by path */
    ObjectNode write(String version, Map<String, Set<String>> mounted) {
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Gatehouse Admin API")
                .put("version", version)
                .put("description", AdminWords.ABOUT)
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("identifier", "Apache-2.0");
        ArrayNode servers = document.putArray("servers");
        servers.addObject().put("url", "http://localhost:8001").put("description", "The runtime group default");
        servers.addObject()
                .put("url", "http://localhost:8001/{runtime_group}")
                .put("description", "Any other")
                .putObject("variables")
                .putObject("runtime_group")
                .put("default", "default");
        ArrayNode security = document.putArray("security");
        security.addObject().putArray("token");
        security.addObject().putArray("bearer");
        ObjectNode paths = document.putObject("paths");
        new TreeMap<>(mounted).forEach((path, methods) -> path(paths, path, new TreeSet<>(methods)));
        document.set("components", schemas.components());
        return document;
    }

    private void path(ObjectNode paths, String path, Set<String> methods) {
        ObjectNode item = paths.putObject(PART.matcher(path).replaceAll("{$1}"));
        ArrayNode parameters = ConfigJson.MAPPER.createArrayNode();
        Matcher part = PART.matcher(path);
        EntityPath entities = entityPaths.get(path);
        while (part.find()) {
            String name = part.group(1);
            parameters
                    .addObject()
                    .put("name", name)
                    .put("in", "path")
                    .put("required", true)
                    .put("description", partOf(name, path, entities))
                    .putObject("schema")
                    .put("type", "string");
        }
        if (!parameters.isEmpty()) item.set("parameters", parameters);
        for (String method : methods) {
            ObjectNode operation = item.putObject(method.toLowerCase(Locale.ROOT));
            if (entities != null) entity(operation, method, entities);
            else other(operation, method, path);
        }
    }

    private static String partOf(String name, String path, EntityPath entities) {
        if (entities == null) return AdminWords.part(name, path);
        return "The id"
                + (name.equals("parent") ? orKey(entities.parent()) : orKey(entities.kind()))
                + " of the " + AdminWords.one(name.equals("parent") ? entities.parent() : entities.kind());
    }

    private static String orKey(Kind<?> kind) {
        String key = kind.adminNames().key();
        return key.equals("id") ? "" : " or the " + key;
    }

    private void entity(ObjectNode operation, String method, EntityPath at) {
        String one = AdminWords.one(at.kind());
        String of = at.parent() == null ? "" : " of " + AdminWords.article(AdminWords.one(at.parent()));
        String verb = switch (method) {
            case "GET" -> at.isOne() ? "Read" : "List";
            case "POST" -> "Create";
            case "PUT" -> "Create or replace";
            case "PATCH" -> "Change";
            default -> "Delete";
        };
        String what = verb.equals("List") ? AdminWords.several(at.kind()) : AdminWords.article(one);
        operation.put("summary", verb + " " + what + of);
        operation.put(
                "operationId",
                AdminWords.camel(verb + " " + (verb.equals("List") ? AdminWords.several(at.kind()) : one) + of));
        operation.putArray("tags").add(at.kind().wireName());
        ObjectNode answers = ConfigJson.MAPPER.createObjectNode();
        if (verb.equals("List")) {
            ArrayNode parameters = operation.putArray("parameters");
            parameters.addObject().put("$ref", "#/components/parameters/size");
            parameters.addObject().put("$ref", "#/components/parameters/offset");
            if (at.parent() == null) parameters.addObject().put("$ref", "#/components/parameters/tags");
            answer(answers, "200", "A page of them", schemas.page(at.kind()));
        } else if (verb.equals("Delete")) {
            answers.putObject("204").put("description", "It is not there, or no longer");
        } else {
            JsonNode shown =
                    verb.equals("Read") && at.kind() == Kind.CONSUMER_GROUPS ? schemas.object() : schemas.of(at.kind());
            answer(answers, verb.equals("Create") ? "201" : "200", "The " + one, shown);
            if (!verb.equals("Read")) {
                ObjectNode body = operation.putObject("requestBody").put("required", true);
                body.putObject("content").putObject(JSON).set("schema", schemas.given(at.kind(), method));
            }
        }
        if (!verb.equals("List") && !verb.equals("Create") && !verb.equals("Read"))
            operation.withArray("/parameters").addObject().put("$ref", "#/components/parameters/if_match");
        if (!method.equals("GET")) refused(answers, "400", "409", at.isOne() ? "412" : null);
        boolean canBeMissing = at.parent() != null || at.isOne() && !verb.equals("Delete");
        refused(answers, "401", canBeMissing ? "404" : null);
        ObjectNode sorted = operation.putObject("responses");
        answers.properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(answer -> sorted.set(answer.getKey(), answer.getValue()));
    }

    private void other(ObjectNode operation, String method, String path) {
        AdminWords.Call call = AdminWords.CALLS.get(method + " " + path);
        if (call == null) call = AdminWords.target(method, path);
        if (call == null) {
            unspoken.add(method + " " + path);
            return;
        }
        operation.put("summary", call.summary());
        if (!call.description().isEmpty()) operation.put("description", call.description());
        operation.put(
                "operationId",
                AdminWords.camel(method + (path.equals("/") ? " root" : path.replaceAll("[^A-Za-z]+", " "))));
        operation.putArray("tags").add(call.tag());
        new TreeMap<>(call.arguments())
                .forEach((name, about) -> operation
                        .withArray("/parameters")
                        .addObject()
                        .put("name", name)
                        .put("in", "query")
                        .put("description", about)
                        .putObject("schema")
                        .put("type", "string"));
        if (call.takes() != null) {
            ObjectNode content = operation.putObject("requestBody").putObject("content");
            for (String type : call.takes().split(" ")) content.putObject(type).set("schema", schemas.of(type));
        }
        ObjectNode answers = operation.putObject("responses");
        String status = String.valueOf(call.status());
        ObjectNode good = answers.putObject(status).put("description", call.answer());
        if (call.gives() != null)
            for (String type : call.gives().split(" "))
                good.withObject("/content").putObject(type).set("schema", schemas.of(type));
        if (path.equals(AdminServer.READY)) {
            operation.putArray("security").addObject();
            refused(answers, "503");
            return;
        }
        if (!method.equals("GET")) refused(answers, "400");
        refused(answers, "401", path.contains(":") ? "404" : null);
    }

    private static void answer(ObjectNode answers, String status, String description, JsonNode schema) {
        ObjectNode answer = answers.putObject(status).put("description", description);
        answer.putObject("content").putObject(JSON).set("schema", schema);
    }

    private static void refused(ObjectNode answers, String... statuses) {
        for (String status : statuses)
            if (status != null) answers.putObject(status).put("$ref", "#/components/responses/" + status);
    }
}
