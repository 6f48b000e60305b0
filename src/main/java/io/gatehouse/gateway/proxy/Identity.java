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
        set(headers, Names.CONSUMER_ID, consumer.id().toString());
        set(headers, Names.CONSUMER_CUSTOM_ID, consumer.customId());
        set(headers, Names.CONSUMER_USERNAME, consumer.username());
        set(headers, Names.CREDENTIAL_IDENTIFIER, identifier);
        set(headers, Names.ANONYMOUS_CONSUMER, credentialId == null ? "true" : null);
    }

    private static void set(MultiMap headers, CharSequence name, String value) {
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
