package io.gatehouse.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What the description of the Admin API says in words. */
final class AdminWords {
    static final String ABOUT = """
            Everything that the gateway does, by the paths, shapes and errors of Kong's Admin API. The first part of a path may name a
            runtime group. docs/admin-api.md says more.
            """;

    static final Map<String, String> MADE = Map.of(
            "id", "A UUID; made if none is given.",
            "created_at", "Seconds since 1970; kept if given.",
            "updated_at", "Seconds since 1970.");

    private static final String JSON = "application/json";
    private static final String ZIP = "application/zip";

    private AdminWords() {}

    /**
     * A call that is not about an entity alone.
     *
     * @param arguments of the query, with what they are for
     * @param takes media types of the body, null for none; {@code gives} of the answer
     */
    record Call(
            String tag,
            String summary,
            String description,
            Map<String, String> arguments,
            String takes,
            int status,
            String answer,
            String gives) {

        static Call reading(String tag, String summary, String answer) {
            return new Call(tag, summary, "", Map.of(), null, 200, answer, JSON);
        }

        static Call doing(String tag, String summary) {
            return new Call(tag, summary, "", Map.of(), null, 204, "Done", null);
        }

        static Call writing(String tag, String summary, int status, String answer) {
            return new Call(tag, summary, "", Map.of(), JSON, status, answer, JSON);
        }
    }

    static final Map<String, Call> CALLS = calls();

    private static Map<String, Call> calls() {
        Map<String, Call> calls = new HashMap<>();
        calls.put("GET /", Call.reading("gateway", "What runs here", "Version, plugins and settings without secrets"));
        calls.put(
                "GET /kong", Call.reading("gateway", "The same as /", "Version, plugins and settings without secrets"));
        calls.put(
                "GET /status",
                Call.reading("gateway", "How it is", "Connections, memory, and whether the database answers"));
        calls.put(
                "GET /status/ready",
                new Call("gateway", "Whether it serves; needs no token", "", Map.of(), null, 200, "It does", JSON));
        calls.put(
                "GET /metrics",
                new Call("gateway", "Metrics for Prometheus", "", Map.of(), null, 200, "As text", "text/plain"));
        calls.put("GET /plugins/enabled", Call.reading("schemas", "The names of all plugins", "enabled_plugins"));
        calls.put(
                "GET /schemas/:kind",
                Call.reading("schemas", "The fields of a kind of entity", "In Kong's shape, with defaults"));
        calls.put(
                "GET /schemas/plugins/:name",
                Call.reading("schemas", "The fields of a plugin", "In Kong's shape, with defaults"));
        calls.put(
                "POST /schemas/:kind/validate",
                Call.writing("schemas", "Check an entity without storing it", 200, "It could be stored"));
        calls.put("GET /workspaces", Call.reading("runtime groups", "List the runtime groups", "All of them"));
        calls.put(
                "POST /workspaces", Call.writing("runtime groups", "Create a runtime group", 201, "The runtime group"));
        calls.put("GET /workspaces/:name", Call.reading("runtime groups", "Read a runtime group", "The runtime group"));
        calls.put(
                "PUT /workspaces/:name",
                Call.writing("runtime groups", "Create or replace a runtime group", 200, "The runtime group"));
        calls.put(
                "PATCH /workspaces/:name",
                Call.writing("runtime groups", "Change a runtime group", 200, "The runtime group"));
        calls.put(
                "DELETE /workspaces/:name",
                new Call(
                        "runtime groups",
                        "Delete a runtime group",
                        "",
                        Map.of("cascade", "true deletes all that is in it as well; without, only an empty one goes"),
                        null,
                        204,
                        "It is not there, or no longer",
                        null));
        String members = "consumer_groups";
        calls.put(
                "GET /consumer_groups/:group/consumers",
                Call.reading(members, "List the consumers of a group", "A page of them"));
        calls.put(
                "POST /consumer_groups/:group/consumers",
                Call.writing(members, "Put consumers into a group", 201, "The group and the consumers"));
        calls.put("DELETE /consumer_groups/:group/consumers", Call.doing(members, "Take all consumers out of a group"));
        calls.put(
                "GET /consumer_groups/:group/consumers/:consumer",
                Call.reading(members, "Read a consumer of a group", "The consumer"));
        calls.put(
                "DELETE /consumer_groups/:group/consumers/:consumer",
                Call.doing(members, "Take a consumer out of a group"));
        calls.put(
                "GET /consumers/:consumer/consumer_groups",
                Call.reading(members, "List the groups of a consumer", "All of them"));
        calls.put(
                "POST /consumers/:consumer/consumer_groups",
                Call.writing(members, "Put a consumer into a group", 201, "The consumer and the group"));
        calls.put(
                "DELETE /consumers/:consumer/consumer_groups/:group",
                Call.doing(members, "Take a consumer out of a group, by the consumer"));
        calls.put(
                "GET /upstreams/:upstream/health",
                Call.reading("targets", "The health of an upstream's targets", "As this process knows it"));
        for (String health : new String[] {"healthy", "unhealthy"})
            for (String method : new String[] {"PUT", "POST"})
                calls.put(
                        method + " /upstreams/:upstream/targets/:target/" + health,
                        Call.doing("targets", "Take a target for " + health));
        calls.put("DELETE /proxy-cache", Call.doing("proxy-cache", "Forget all kept answers"));
        calls.put("GET /proxy-cache/:key", Call.reading("proxy-cache", "Read a kept answer", "The answer"));
        calls.put("DELETE /proxy-cache/:key", Call.doing("proxy-cache", "Forget a kept answer"));
        calls.put(
                "GET /proxy-cache/:plugin/caches/:key",
                Call.reading("proxy-cache", "Read a kept answer of one plugin", "The answer"));
        calls.put(
                "DELETE /proxy-cache/:plugin/caches/:key",
                Call.doing("proxy-cache", "Forget a kept answer of one plugin"));
        calls.put(
                "GET /config",
                Call.reading("config", "The whole configuration of a gateway without a database", "As YAML in config"));
        calls.put(
                "POST /config",
                new Call(
                        "config",
                        "Replace the configuration of a gateway without a database",
                        "The text itself, or in the member config. Nothing changes if anything in it is wrong.",
                        Map.of(
                                "check_hash", "1: a text that is in force already is answered 304",
                                "flatten_errors", "1: problems are a list, by entity"),
                        "application/yaml " + JSON,
                        201,
                        "Every entity, by kind and id",
                        JSON));
        calls.put(
                "GET /dump",
                new Call(
                        "dump and sync",
                        "The whole configuration of a runtime group",
                        "In decK's format 3.0; JSON if Accept asks for it. ETag is the revision that it was made of.",
                        Map.of(
                                "select_tag", "Only what has this tag; may be repeated, and then asks for all of them",
                                "portal", "true: also what the portal keeps",
                                "with_id", "true: with ids",
                                "skip_defaults", "true: without what would be so anyway"),
                        null,
                        200,
                        "The file",
                        "application/yaml " + JSON));
        calls.put(
                "POST /sync",
                new Call(
                        "dump and sync",
                        "Make a runtime group what a file says",
                        "All of it or nothing, in one transaction. With If-Match only if nothing has changed since that revision.",
                        Map.of(
                                "dry_run", "true: only tell what would change",
                                "prune", "false: nothing is deleted",
                                "select_tag", "The file speaks only of what has this tag; may be repeated"),
                        "application/yaml " + JSON,
                        200,
                        "The revision, and what is created, changed, deleted and kept",
                        JSON));
        calls.put(
                "GET /portal/export",
                new Call(
                        "portal",
                        "The whole portal as a folder of files",
                        "Sorted and without times: the same bytes for the same portal. Without secrets.",
                        Map.of(),
                        null,
                        200,
                        "The archive",
                        ZIP));
        calls.put(
                "POST /portal/import",
                new Call(
                        "portal",
                        "Make the portal what a folder of files says",
                        "All of it or nothing, in one transaction. With If-Match only if nothing has changed since that revision.",
                        Map.of(
                                "dry_run", "true: only tell what would change",
                                "prune", "true: delete what the folder does not have"),
                        ZIP,
                        200,
                        "The revision, and what is created, changed, deleted and kept",
                        JSON));
        return calls;
    }

    /** What an entity points at, below it. */
    static Call target(String method, String path) {
        for (Kind<?> kind : Kind.ALL)
            for (Kind.Reference reference : kind.references())
                if ((method + " " + path)
                        .equals("GET /" + kind.adminNames().collection() + "/:key/" + reference.field()))
                    return Call.reading(
                            kind.wireName(),
                            "Read the " + reference.field().replace('_', ' ') + " of " + article(one(kind)),
                            "The " + one(reference.kind()));
        return null;
    }

    static String part(String name, String path) {
        return switch (name) {
            case "kind" -> "Such as services";
            case "name" -> path.startsWith("/workspaces") ? "The id or the name of the runtime group" : "Of the plugin";
            case "plugin" -> "The id of the plugin";
            case "key" ->
                path.startsWith("/proxy-cache") ? "The key that X-Cache-Key told" : "The id or the name of the entity";
            default -> "The id or the name of the " + name;
        };
    }

    static String one(Kind<?> kind) {
        return several(kind).replaceFirst("s$", "");
    }

    static String several(Kind<?> kind) {
        return kind.wireName()
                .replace("auth_credentials", "-auth credentials")
                .replace("snis", "SNIs")
                .replace("acls", "ACLs")
                .replace("jwt", "JWT")
                .replace("ca_", "CA ")
                .replace('_', ' ');
    }

    static String article(String noun) {
        return ("aeiuSA".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }

    static String camel(String words) {
        String text = words.strip().toLowerCase(Locale.ROOT);
        return Pattern.compile("[ -]+(an? )?(.)")
                .matcher(text)
                .replaceAll(letter -> letter.group(2).toUpperCase(Locale.ROOT));
    }

    static ObjectNode parameters() {
        ObjectNode parameters = ConfigJson.MAPPER.createObjectNode();
        parameter(parameters, "size", "query", "Of a page")
                .put("type", "integer")
                .put("minimum", 1)
                .put("maximum", 1_000)
                .put("default", 100);
        parameter(parameters, "offset", "query", "What the page before has told")
                .put("type", "string");
        parameter(parameters, "tags", "query", "a,b: what has both; a/b: what has one of them")
                .put("type", "string");
        parameter(parameters, "if_match", "header", "The ETag that was read; refused if it has changed since")
                .put("type", "string");
        ((ObjectNode) parameters.get("if_match")).put("name", "If-Match");
        return parameters;
    }

    private static ObjectNode parameter(ObjectNode parameters, String name, String in, String about) {
        return parameters
                .putObject(name)
                .put("name", name)
                .put("in", in)
                .put("description", about)
                .putObject("schema");
    }

    static ObjectNode error() {
        ObjectNode error = ConfigJson.MAPPER.createObjectNode().put("type", "object");
        ObjectNode properties = error.putObject("properties");
        properties.putObject("message").put("type", "string").put("description", "What is wrong, and what to do.");
        properties.putObject("name").put("type", "string");
        properties.putObject("code").put("type", "integer").put("description", "As Kong counts its errors.");
        properties
                .putObject("fields")
                .put("type", "object")
                .put("description", "A sentence at each field that is wrong.");
        error.putArray("required").add("message");
        return error;
    }

    static ObjectNode responses(ObjectNode error) {
        ObjectNode responses = ConfigJson.MAPPER.createObjectNode();
        Map.of(
                        "400", "Something in it is wrong, or points at what is not there",
                        "401", "The token is missing or wrong",
                        "404", "There is no such entity, runtime group or path",
                        "409", "A name is taken, or the portal keeps this entity",
                        "412", "Somebody else has changed it since",
                        "503", "It does not serve yet, or no longer")
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(one -> responses
                        .putObject(one.getKey())
                        .put("description", one.getValue())
                        .putObject("content")
                        .putObject(JSON)
                        .set("schema", error));
        return responses;
    }

    static ObjectNode security() {
        ObjectNode security = ConfigJson.MAPPER.createObjectNode();
        security.putObject("token").put("type", "apiKey").put("in", "header").put("name", "Kong-Admin-Token");
        security.putObject("bearer").put("type", "http").put("scheme", "bearer");
        return security;
    }
}
