package io.gatehouse.controlplane.sync;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatehouse.controlplane.ConfigStores;
import io.gatehouse.controlplane.GroupContents;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.plugin.Plugins;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Writes a runtime group as a file of decK's format, sorted by name, so that the same configuration is the same file. */
@Singleton
public class Dumps {
    private static final int LONGEST_SECONDS = 600;
    private static final int TRIES = 3;
    private static final int PAGE = 500;
    private static final String CONSUMER = "consumer";

    private final ConfigStores stores;
    private final Plugins plugins;
    private final PortalShare portal;

    Dumps(ConfigStores stores, Plugins plugins, PortalShare portal) {
        this.stores = stores;
        this.plugins = plugins;
        this.portal = portal;
    }

    /** A dump and the revision that it is of. */
    public record Dump(byte[] content, long revision) {}

    /** Where a dump is made: as YAML, which people read, or as JSON. */
    public enum Format {
        YAML,
        JSON
    }

    /** One state of the group, and no mixture of two: while others change it, it is read again, and in the end they have to wait. */
    public Dump dump(UUID group, DumpOptions options, Format format) {
        return QuarkusTransaction.requiringNew().timeout(LONGEST_SECONDS).call(() -> {
            GroupContents contents = stores.of(group).contents();
            for (int i = 1; ; i++) {
                if (i == TRIES) contents.lock();
                long revision = contents.revision();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (DumpTarget target = format == Format.YAML ? DumpTarget.yaml(bytes) : DumpTarget.json(bytes)) {
                    new Run(contents, options, target).write();
                }
                if (i == TRIES || contents.revision() == revision) return new Dump(bytes.toByteArray(), revision);
            }
        });
    }

    /** One dump on its way. */
    private final class Run {
        private final GroupContents contents;
        private final DumpOptions options;
        private final DumpTarget target;
        private final DumpShape shape;
        private final Nesting nesting;
        private final Map<Kind<?>, List<ObjectNode>> alone = new HashMap<>();

        private Run(GroupContents contents, DumpOptions options, DumpTarget target) {
            this.contents = contents;
            this.options = options;
            this.target = target;
            this.shape = new DumpShape(contents, options, new Defaults(plugins));
            this.nesting = new Nesting(contents, shape, options.selectTags());
        }

        private void write() {
            target.head("_format_version", TextNode.valueOf("3.0"));
            if (!options.selectTags().isEmpty()) {
                ObjectNode info = ConfigJson.MAPPER.createObjectNode();
                ArrayNode tags = info.putArray("select_tags");
                options.selectTags().forEach(tags::add);
                target.head("_info", info);
            }
            for (Kind<?> kind : Kind.ALL) {
                if (kind == Kind.CONSUMERS) consumers();
                else if (alone.containsKey(kind))
                    alone.get(kind).forEach(entity -> target.entity(kind.wireName(), entity));
                else nesting.roots(kind).forEach(entity -> target.entity(kind.wireName(), entity));
            }
        }

        /** By pages, as they may be many; what belongs to one that is not in the dump stands alone. */
        private void consumers() {
            List<GroupContents.Named> names = contents.names(Kind.CONSUMERS).stream()
                    .sorted(Comparator.comparing(Run::label))
                    .toList();
            for (int from = 0; from < names.size(); from += PAGE) {
                List<UUID> ids = names.subList(from, Math.min(from + PAGE, names.size())).stream()
                        .map(GroupContents.Named::id)
                        .toList();
                Map<UUID, Stored> stored = new HashMap<>();
                contents.byIds(Kind.CONSUMERS, ids).forEach(consumer -> stored.put(consumer.id(), consumer));
                Map<UUID, List<Record>> belongings = contents.belongings(ids);
                for (UUID id : ids)
                    if (stored.containsKey(id)) consumer(stored.get(id), belongings.getOrDefault(id, List.of()));
            }
            if (options.withPortal()) applications(names);
        }

        private static String label(GroupContents.Named consumer) {
            return consumer.uniqueName() == null ? consumer.secondName() : consumer.uniqueName();
        }

        private void consumer(Stored consumer, List<Record> belongings) {
            boolean isIncluded = Tags.areAllOn(consumer.body(), options.selectTags());
            ObjectNode shown = shape.of(Kind.CONSUMERS, consumer.body(), null);
            for (Kind<?> kind : Kind.OF_CONSUMERS) {
                List<ObjectNode> own = belongings.stream()
                        .filter(kind.type()::isInstance)
                        .map(entity -> ConfigJson.write(entity))
                        .filter(credential -> Tags.areAllOn(credential, options.selectTags()))
                        .sorted(Comparator.comparing(credential -> Labels.of(kind, credential)))
                        .map(credential -> shape.of(kind, credential, isIncluded ? CONSUMER : null))
                        .toList();
                if (own.isEmpty()) continue;
                if (isIncluded) shown.putArray(kind.wireName()).addAll(own);
                else alone.computeIfAbsent(kind, any -> new ArrayList<>()).addAll(own);
            }
            if (isIncluded)
                target.entity(Kind.CONSUMERS.wireName(), nesting.below(Kind.CONSUMERS, consumer.id(), shown));
        }

        private void applications(List<GroupContents.Named> stored) {
            Set<String> known = new HashSet<>();
            stored.forEach(consumer -> known.add(consumer.uniqueName()));
            Set<String> services = new HashSet<>();
            contents.names(Kind.SERVICES).forEach(service -> services.add(service.uniqueName()));
            portal.each(services, consumer -> {
                boolean isWanted = !known.contains(consumer.path("username").asText())
                        && Tags.areAllOn(consumer, options.selectTags());
                if (isWanted) target.entity(Kind.CONSUMERS.wireName(), consumer);
            });
        }
    }
}
