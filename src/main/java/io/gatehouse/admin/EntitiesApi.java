package io.gatehouse.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.controlplane.ConfigView;
import io.gatehouse.controlplane.Ids;
import io.gatehouse.controlplane.InvalidConfig;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.Kind;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * List, create, read, replace, change and delete, for every kind of entity: at {@code /services}, and below whatever it points at
 * ({@code /services/{service}/routes}). Written once; {@link Kind} says what there is.
 */
@Singleton
class EntitiesApi implements AdminRoutes {
    private static final int SCAN = 1_000;

    private final Configs configs;
    private final CredentialSecrets secrets;

    @Inject
    EntitiesApi(GroupConfigs configs, CredentialSecrets secrets) {
        this((Configs) configs, secrets);
    }

    EntitiesApi(Configs configs, CredentialSecrets secrets) {
        this.configs = configs;
        this.secrets = secrets;
    }

    /** Entities of a kind that point at one other; {@code parent} is null for all of the kind. */
    private record Place(ConfigView view, Kind<?> kind, String field, Stored parent) {
        /** Whoever comes this far writes: {@link #writing} keeps others out. */
        ConfigStore store() {
            return (ConfigStore) view;
        }

        boolean holds(Stored stored) {
            return parent == null
                    || stored.body()
                            .path(field)
                            .path("id")
                            .asText()
                            .equals(parent.id().toString());
        }
    }

    @Override
    public void mount(Paths paths) {
        for (Kind<?> kind : Kind.ALL) {
            String all = kind.adminNames().collection();
            if (all != null) mount(paths, "/" + all, kind, null, null);
            for (Kind.Reference reference : kind.references()) {
                String field = reference.field();
                String parent = "/" + reference.kind().adminNames().collection() + "/:parent/";
                mount(paths, parent + kind.adminNames().nested(), kind, field, reference.kind());
                String target = "/" + all + "/:key/" + field;
                if (all != null)
                    paths.at(target, Map.of("GET", call -> readTarget(call, kind, field, reference.kind())));
            }
        }
    }

    private void mount(Paths paths, String path, Kind<?> kind, String field, Kind<?> parent) {
        Function<AdminCall, Place> at = call -> place(call, kind, field, parent);
        Consumer<AdminCall> create = writing("create", kind, call -> create(call, at.apply(call)));
        paths.at(path, Map.of("GET", call -> list(call, at.apply(call)), "POST", create));
        paths.at(
                path + "/:key",
                Map.of(
                        "GET", call -> read(call, at.apply(call)),
                        "PUT", writing("create or update", kind, call -> replace(call, at.apply(call))),
                        "PATCH", writing("update", kind, call -> change(call, at.apply(call))),
                        "DELETE", writing("delete", kind, call -> delete(call, at.apply(call)))));
    }

    private Consumer<AdminCall> writing(String what, Kind<?> kind, Consumer<AdminCall> handler) {
        return call -> {
            configs.writable(call, what, kind);
            handler.accept(call);
        };
    }

    private Place place(AdminCall call, Kind<?> kind, String field, Kind<?> parent) {
        ConfigView view = configs.of(call);
        return parent == null
                ? new Place(view, kind, null, null)
                : new Place(
                        view,
                        kind,
                        field,
                        view.find(parent, call.part("parent")).orElseThrow(AdminProblem::notFound));
    }

    private void list(AdminCall call, Place place) {
        ListQuery query = ListQuery.of(call);
        boolean isNested = place.parent() != null;
        List<Stored> rows = isNested
                ? query.cut(place.view()
                        .pointingAt(place.kind(), place.field(), place.parent().id()))
                : scan(place, query, call.argument("custom_id"));
        call.answer(200, query.page(call, rows, isNested, CertificateNames.shown(place.view(), place.kind())));
    }

    /** Goes through the kind until the page is full, so that a filter that lets few through still fills pages. */
    private static List<Stored> scan(Place place, ListQuery query, Optional<String> customId) {
        Kind<?> kind = place.kind();
        ConfigView view = place.view();
        if (kind == Kind.CONSUMERS && customId.isPresent())
            return view.findBySecondName(kind, customId.get()).stream().toList();
        List<Stored> rows = new ArrayList<>();
        UUID after = query.after();
        List<Stored> page;
        do {
            page = view.page(kind, after, SCAN);
            page.stream().filter(query::takes).forEach(rows::add);
            if (!page.isEmpty()) after = page.get(page.size() - 1).id();
        } while (page.size() == SCAN && rows.size() <= query.size());
        return rows;
    }

    private void read(AdminCall call, Place place) {
        Stored stored = find(call, place).orElseThrow(AdminProblem::notFound);
        ObjectNode shown = CertificateNames.shown(place.view(), stored);
        if (stored.kind() == Kind.CONSUMER_GROUPS) shown = GroupsApi.whole(call, place.view(), stored);
        call.answerWithVersion(200, stored.version(), shown);
    }

    private void readTarget(AdminCall call, Kind<?> kind, String field, Kind<?> target) {
        ConfigView view = configs.of(call);
        String id = find(call, new Place(view, kind, null, null))
                .orElseThrow(AdminProblem::notFound)
                .body()
                .path(field)
                .path("id")
                .asText("");
        Stored stored = view.find(target, id).orElseThrow(AdminProblem::notFound);
        call.answerWithVersion(200, stored.version(), CertificateNames.shown(view, stored));
    }

    private void create(AdminCall call, Place place) {
        write(call, 201, place, () -> {
            ObjectNode document = below(place, call.body());
            UUID id = id(document).orElseGet(UUID::randomUUID);
            if (place.view().find(place.kind(), id.toString()).isPresent()) throw KongErrors.primaryKey(id.toString());
            return put(place, id, document, Optional.empty(), Optional.empty());
        });
    }

    /** Creates it under the id or name of the path, or replaces all of it. */
    private void replace(AdminCall call, Place place) {
        write(call, 200, place, () -> {
            Optional<Stored> before = find(call, place);
            // By this tools learn that they have to create it.
            if (place.kind() == Kind.TARGETS && before.isEmpty()) throw AdminProblem.notFound();
            ObjectNode document = below(place, call.body());
            String key = call.part("key");
            Optional<UUID> given = Ids.parse(key);
            if (given.isEmpty()) document.put(place.kind().adminNames().key(), key);
            // All of a certificate is also its names.
            if (place.kind() == Kind.CERTIFICATES && !document.has("snis")) document.putNull("snis");
            UUID id = before.map(Stored::id)
                    .or(() -> given)
                    .or(() -> id(document))
                    .orElseGet(UUID::randomUUID);
            return put(place, id, document, before, call.ifMatch());
        });
    }

    /** Members that are given replace those of the entity. */
    private void change(AdminCall call, Place place) {
        write(call, 200, place, () -> {
            Stored before = find(call, place).orElseThrow(AdminProblem::notFound);
            ObjectNode document = below(place, EntityShape.merge(EntityShape.shown(before), call.body()));
            return put(place, before.id(), document, Optional.of(before), call.ifMatch());
        });
    }

    /** What is read before it is written cannot change in between: of two writes at the same time neither is lost. */
    private static void write(AdminCall call, int status, Place place, Supplier<Stored> work) {
        ConfigStore store = place.store();
        Stored stored = store.alone(work::get);
        call.answerWithVersion(status, stored.version(), CertificateNames.shown(store, stored));
    }

    private void delete(AdminCall call, Place place) {
        find(call, place)
                .ifPresent(stored -> refusing(
                        stored.kind(),
                        null,
                        () -> call.ifMatch().isPresent()
                                ? place.store()
                                        .delete(
                                                stored.kind(),
                                                stored.id(),
                                                call.ifMatch().get())
                                : place.store().delete(stored.kind(), stored.id())));
        call.answerNothing();
    }

    private Stored put(Place place, UUID id, ObjectNode given, Optional<Stored> before, Optional<Long> version) {
        Kind<?> kind = place.kind();
        ObjectNode document = refusing(kind, given, () -> EntityShape.stored(kind, given, before));
        secrets.complete(kind, document);
        Optional<Set<String>> names = CertificateNames.taken(kind, document);
        ConfigStore store = place.store();
        Stored written = refusing(
                kind,
                given,
                () -> version.isPresent()
                        ? store.put(kind, id, document, version.get())
                        : store.put(kind, id, document));
        refusing(kind, given, () -> {
            names.ifPresent(all -> CertificateNames.put(store, id, all));
            return null;
        });
        return written;
    }

    private static <T> T refusing(Kind<?> kind, ObjectNode document, Supplier<T> work) {
        try {
            return work.get();
        } catch (InvalidConfig invalid) {
            throw KongErrors.of(invalid, kind, document);
        }
    }

    private Optional<Stored> find(AdminCall call, Place place) {
        return place.view().find(place.kind(), name(call.part("key"), place)).filter(place::holds);
    }

    /** As it is stored: a key by its digest, and what two owners may have both by its owner. */
    private String name(String idOrKey, Place place) {
        if (Ids.parse(idOrKey).isPresent()) return idOrKey;
        if (place.kind() == Kind.KEYAUTH_CREDENTIALS) return secrets.digest(idOrKey);
        String owner = place.parent() == null ? "" : place.parent().id().toString();
        return place.kind().uniqueName(owner, idOrKey);
    }

    private static ObjectNode below(Place place, ObjectNode document) {
        if (place.parent() != null)
            document.putObject(place.field()).put("id", place.parent().id().toString());
        return document;
    }

    private static Optional<UUID> id(ObjectNode document) {
        return Ids.parse(document.path("id").asText(""));
    }
}
