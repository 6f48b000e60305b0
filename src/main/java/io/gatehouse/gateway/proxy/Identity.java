package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.config.Consumer;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Who calls, as far as it is known by now. */
final class Identity {
    private Consumer consumer;
    private UUID credentialId;
    private String identifier;
    private List<String> groups = List.of();

    void accept(Consumer consumer, UUID credentialId, String identifier) {
        this.consumer = consumer;
        this.credentialId = credentialId;
        this.identifier = identifier;
        List<String> own = consumer.groups();
        groups = own.size() > 1 ? own.stream().sorted().toList() : own;
    }

    void join(String group) {
        if (!groups.isEmpty() && groups.get(0).equals(group)) return;
        if (groups.isEmpty()) {
            groups = List.of(group);
            return;
        }
        List<String> all = new ArrayList<>(groups.size() + 1);
        all.add(group);
        for (String known : groups) {
            if (!known.equals(group)) all.add(known);
        }
        groups = all;
    }

    /** Tells the upstream. What does not apply is taken out, so that nothing of an earlier identity stays. */
    void describe(MultiMap headers) {
        set(headers, "X-Consumer-ID", consumer.id().toString());
        set(headers, "X-Consumer-Custom-ID", consumer.customId());
        set(headers, "X-Consumer-Username", consumer.username());
        set(headers, "X-Credential-Identifier", identifier);
        set(headers, "X-Anonymous-Consumer", credentialId == null ? "true" : null);
    }

    private static void set(MultiMap headers, String name, String value) {
        if (value == null) headers.remove(name);
        else headers.set(name, value);
    }

    Consumer consumer() {
        return consumer;
    }

    UUID consumerId() {
        return consumer == null ? null : consumer.id();
    }

    UUID credentialId() {
        return credentialId;
    }

    List<String> groups() {
        return groups;
    }
}
