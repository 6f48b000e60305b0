package io.gatehouse.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.config.PluginConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A plugin as lists show it.
 *
 * @param kind of its scope: {@code global}, {@code service}, {@code route}, {@code group} or {@code consumer}
 * @param effect what its configuration comes to, in few words
 * @param plan that sets it, or null
 * @param version whose serving sets it, or null
 */
public record PluginRow(
        UUID id,
        String name,
        String instanceName,
        boolean enabled,
        String kind,
        List<Part> scope,
        String effect,
        boolean derived,
        Named plan,
        Named version) {

    /** One part of the scope; the link may be null. */
    public record Part(String kind, String title, String link) {}

    private static final String DERIVED_TAG = "portal";
    private static final List<String> KINDS = List.of("global", "service", "route", "group", "consumer");

    static List<PluginRow> of(Landscape around, Predicate<PluginConfig> which) {
        return around.plugins().values().stream()
                .filter(which)
                .map(plugin -> of(plugin, around))
                .sorted(Comparator.<PluginRow>comparingInt(row -> KINDS.indexOf(row.kind))
                        .thenComparing(PluginRow::place, String.CASE_INSENSITIVE_ORDER)
                        .thenComparing(PluginRow::name))
                .toList();
    }

    static PluginRow of(PluginConfig plugin, Landscape around) {
        boolean derived = plugin.tags() != null && plugin.tags().contains(DERIVED_TAG);
        String group = plugin.consumerGroup() == null
                        || !around.groups().containsKey(plugin.consumerGroup().id())
                ? null
                : around.groups().get(plugin.consumerGroup().id()).name();
        Named service = around.service(plugin.service());
        return new PluginRow(
                plugin.id(),
                plugin.name(),
                plugin.instanceName(),
                plugin.enabled(),
                kind(plugin),
                parts(plugin, around, service, group),
                effect(plugin.name(), plugin.config()),
                derived,
                derived && group != null ? around.plans().get(group) : null,
                derived && service != null ? around.versions().get(service.title()) : null);
    }

    private static String kind(PluginConfig plugin) {
        if (plugin.consumer() != null) return "consumer";
        if (plugin.consumerGroup() != null) return "group";
        if (plugin.route() != null) return "route";
        return plugin.service() != null ? "service" : "global";
    }

    private static List<Part> parts(PluginConfig plugin, Landscape around, Named service, String group) {
        List<Part> parts = new ArrayList<>();
        if (service != null) parts.add(new Part("service", service.title(), around.at() + "/services/" + service.id()));
        if (plugin.route() != null && around.routes().containsKey(plugin.route().id()))
            parts.add(new Part(
                    "route",
                    Landscape.title(around.routes().get(plugin.route().id())),
                    around.at() + "/routes/" + plugin.route().id()));
        if (group != null)
            parts.add(new Part(
                    "group",
                    group,
                    around.at() + "/groups/" + plugin.consumerGroup().id()));
        if (plugin.consumer() != null) parts.add(consumer(plugin.consumer().id(), around));
        if (parts.isEmpty()) parts.add(new Part("", "Everything", null));
        return parts;
    }

    private static Part consumer(UUID id, Landscape around) {
        Named application = around.applications().get(id);
        if (application != null) return new Part("consumer", application.title(), "/console/apps/" + id);
        Named other = around.consumers().get(id);
        return new Part("consumer", other == null ? id.toString() : other.title(), null);
    }

    private static String effect(String name, JsonNode config) {
        if (config == null) return "";
        return switch (name) {
            case "rate-limiting" ->
                Stream.of("second", "minute", "hour", "day", "month", "year")
                        .filter(period -> config.path(period).isNumber())
                        .map(period -> String.format(
                                Locale.ENGLISH, "%,d a %s", config.path(period).asLong(), period))
                        .collect(Collectors.joining(", "));
            case "key-auth" -> "Key in " + list(config.path("key_names"));
            case "upstream-authorization" ->
                "Sends " + config.path("header_name").asText("Authorization");
            case "application-registration" -> "Only registered applications";
            case "request-transformer" ->
                Stream.of("remove", "rename", "replace", "add", "append")
                        .filter(change -> !names(config.path(change)).isEmpty())
                        .map(change -> change + " " + String.join(", ", names(config.path(change))))
                        .collect(Collectors.joining("; "));
            default -> "";
        };
    }

    private static String list(JsonNode texts) {
        List<String> all = new ArrayList<>();
        texts.forEach(text -> all.add(text.asText()));
        return String.join(", ", all);
    }

    /** What is changed, never to what: a value may be a secret. */
    private static List<String> names(JsonNode changes) {
        List<String> names = new ArrayList<>();
        changes.properties().forEach(where -> {
            if (where.getValue().isTextual()) names.add(where.getKey());
            where.getValue().forEach(entry -> names.add(entry.asText().replaceFirst("(?s):.*", "")));
        });
        return names;
    }

    /** The scope in one line. */
    public String place() {
        return scope.stream()
                .map(part -> part.kind().isEmpty() ? part.title() : part.kind() + " " + part.title())
                .collect(Collectors.joining(", "));
    }
}
