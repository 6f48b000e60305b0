package io.gatehouse.catalog.spec;

import io.gatehouse.catalog.spec.Spec.Dialect;
import io.gatehouse.catalog.spec.Spec.Format;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A document with the gateway's address in place of those that it names itself, so that a client made from it goes through the
 * gateway. YAML keeps its comments and its shape where only the lines of the addresses have to change; else it is written anew.
 */
public final class GatewayServers {
    private static final Set<String> SWAGGER = Set.of("host", "basePath", "schemes");
    private static final Set<String> PATHS = Set.of("paths", "webhooks");
    private static final Set<String> OPENAPI = Set.of("servers");

    private final Spec spec;
    private final URI address;
    private final Set<String> replaced;

    private GatewayServers(Spec spec, URI address) {
        this.spec = spec;
        this.address = address;
        this.replaced = spec.dialect() == Dialect.SWAGGER_2_0 ? SWAGGER : OPENAPI;
    }

    /** @param source the bytes that the spec was read from */
    public static byte[] in(Spec spec, byte[] source, URI address) {
        GatewayServers servers = new GatewayServers(spec, address);
        return servers.inLines(source)
                .orElseGet(() -> JsonText.pretty(servers.inTree(), Integer.MAX_VALUE) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private Node inTree() {
        Node root = spec.root();
        for (String part : PATHS) if (root.at(part).isObject()) root = with(root, part, withoutOwn(root.at(part)));
        List<String> keys = new ArrayList<>();
        List<Node> values = new ArrayList<>();
        for (Map.Entry<String, Node> member : root.entries()) {
            if (replaced.contains(member.getKey())) continue;
            keys.add(member.getKey());
            values.add(member.getValue());
            if (!member.getKey().equals("info")) continue;
            members().forEach((key, value) -> {
                keys.add(key);
                values.add(value);
            });
        }
        return Node.object(keys, values, 1, 1);
    }

    /** Path items and operations may name addresses of their own. */
    private Node withoutOwn(Node paths) {
        Node changed = paths;
        for (Map.Entry<String, Node> path : paths.entries()) {
            Node item = without(path.getValue());
            for (Map.Entry<String, Node> operation : item.entries())
                if (operation.getValue().isObject())
                    item = with(item, operation.getKey(), without(operation.getValue()));
            changed = with(changed, path.getKey(), item);
        }
        return changed;
    }

    private Node without(Node node) {
        if (replaced.stream().noneMatch(node::has)) return node;
        List<String> keys =
                node.keys().stream().filter(key -> !replaced.contains(key)).toList();
        return Node.object(keys, keys.stream().map(node::at).toList(), node.line(), node.column());
    }

    private static Node with(Node node, String key, Node value) {
        if (node.at(key) == value) return node;
        List<Node> values = node.entries().stream()
                .map(member -> member.getKey().equals(key) ? value : member.getValue())
                .toList();
        return Node.object(node.keys(), values, node.line(), node.column());
    }

    private Map<String, Node> members() {
        if (replaced == OPENAPI)
            return Map.of("servers", list(Node.object(List.of("url"), List.of(text(address.toString())), 1, 1)));
        return new TreeMap<>(Map.of(
                "host", text(address.getAuthority()),
                "basePath", text(path()),
                "schemes", list(text(address.getScheme()))));
    }

    private String path() {
        return address.getPath().isEmpty() ? "/" : address.getPath();
    }

    private static Node text(String text) {
        return Node.scalar(Node.Type.STRING, text, 1, 1);
    }

    private static Node list(Node only) {
        return Node.array(List.of(only), 1, 1);
    }

    /** Only the lines of the addresses; empty for JSON, and for YAML of a shape that one cannot change line by line. */
    private Optional<String> inLines(byte[] source) {
        if (spec.format() != Format.YAML || hasOwnBelow()) return Optional.empty();
        List<String> lines = lines(source);
        List<Map.Entry<String, Node>> members = spec.root().entries();
        List<String> changed = new ArrayList<>(lines.subList(0, lineOf(members.get(0))));
        for (int i = 0; i < members.size(); i++) {
            String key = members.get(i).getKey();
            int first = lineOf(members.get(i));
            int end = i + 1 < members.size() ? lineOf(members.get(i + 1)) : lines.size();
            if (first >= end || !begins(lines.get(first), key)) return Optional.empty();
            List<String> own = lines.subList(first, end);
            if (own.stream().anyMatch(GatewayServers::endsDocument)) return Optional.empty();
            if (replaced.contains(key) && String.join("", own).contains("&")) return Optional.empty();
            int spoken = spoken(own);
            if (!replaced.contains(key)) changed.addAll(own.subList(0, spoken));
            if (key.equals("info")) changed.addAll(block());
            changed.addAll(own.subList(spoken, own.size()));
        }
        return Optional.of(String.join("\n", changed));
    }

    private boolean hasOwnBelow() {
        return PATHS.stream()
                .anyMatch(
                        part -> withoutOwn(spec.root().at(part)) != spec.root().at(part));
    }

    private static List<String> lines(byte[] source) {
        try {
            return Arrays.asList(SourceText.decode(source).split("\n", -1));
        } catch (Unreadable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** From 0; the place of a member is that of its key. */
    private static int lineOf(Map.Entry<String, Node> member) {
        return member.getValue().line() - 1;
    }

    private static boolean begins(String line, String key) {
        return line.startsWith(key + ":") || line.startsWith("\"" + key + "\":") || line.startsWith("'" + key + "':");
    }

    private static boolean endsDocument(String line) {
        return line.startsWith("---") || line.startsWith("...");
    }

    /** How many lines there are before the comments and the empty lines that stand at the end, which belong to what follows. */
    private static int spoken(List<String> lines) {
        int end = lines.size();
        while (end > 1
                && (lines.get(end - 1).isBlank()
                        || lines.get(end - 1).stripLeading().startsWith("#"))) end--;
        return end;
    }

    private List<String> block() {
        if (replaced == OPENAPI) return List.of("servers:", "  - url: " + JsonText.quoted(address.toString()));
        return List.of(
                "host: " + JsonText.quoted(address.getAuthority()),
                "basePath: " + JsonText.quoted(path()),
                "schemes:",
                "  - " + address.getScheme());
    }
}
