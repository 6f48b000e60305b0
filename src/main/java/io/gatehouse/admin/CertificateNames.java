package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.controlplane.ConfigView;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The {@code snis} of a certificate: its names as texts, which are entities of their own behind it. */
final class CertificateNames {
    private static final String SNIS = "snis";
    private static final String NAME = "name";

    private CertificateNames() {}

    /** Takes them out of a document; empty when it says nothing about them. */
    static Optional<Set<String>> taken(Kind<?> kind, ObjectNode document) {
        JsonNode given = kind == Kind.CERTIFICATES ? document.remove(SNIS) : null;
        if (given == null) return Optional.empty();
        if (!given.isArray() && !given.isNull()) throw problem(SNIS, "expected a list");
        Set<String> names = new LinkedHashSet<>();
        int place = 0;
        for (JsonNode one : given) {
            String at = SNIS + "." + ++place;
            JsonNode name = one.isObject() ? one.path(NAME) : one;
            if (!name.isTextual()) throw problem(at, "expected a string");
            String lower = name.asText().toLowerCase(Locale.ROOT);
            if (!names.add(lower)) throw problem(at, "'" + lower + "' is there twice");
        }
        return Optional.of(names);
    }

    /** From now on the certificate has these names and no others. */
    static void put(ConfigStore store, UUID certificate, Set<String> names) {
        for (Stored known : of(store, certificate))
            if (!names.contains(known.name())) store.delete(Kind.SNIS, known.id());
        int place = 0;
        for (String name : names) {
            String at = SNIS + "." + ++place;
            Optional<Stored> known = store.find(Kind.SNIS, name);
            if (known.isEmpty()) {
                create(store, certificate, name, at);
            } else if (!certificate.toString().equals(owner(known.get()))) {
                throw problem(at, "'" + name + "' is a name of the certificate '" + owner(known.get()) + "' already");
            }
        }
    }

    private static void create(ConfigStore store, UUID certificate, String name, String at) {
        ObjectNode sni = ConfigJson.MAPPER.createObjectNode().put(NAME, name);
        sni.putObject("certificate").put("id", certificate.toString());
        store.problems(Kind.SNIS, sni).stream().findFirst().ifPresent(problem -> {
            throw problem(at, problem.message());
        });
        store.put(Kind.SNIS, UUID.randomUUID(), sni);
    }

    private static AdminProblem problem(String field, String message) {
        return KongErrors.violation(Kind.CERTIFICATES.wireName(), field, message);
    }

    private static String owner(Stored sni) {
        return sni.body().path("certificate").path("id").asText();
    }

    private static List<Stored> of(ConfigView view, UUID certificate) {
        return view.pointingAt(Kind.SNIS, "certificate", certificate);
    }

    /** How one is shown: a certificate with its names. */
    static ObjectNode shown(ConfigView view, Stored stored) {
        ObjectNode shown = EntityShape.shown(stored);
        return stored.kind() == Kind.CERTIFICATES
                ? with(shown, of(view, stored.id()).stream().map(Stored::name).toList())
                : shown;
    }

    /** How those of a list are shown, however many they are: all names are read at once. */
    static Function<Stored, ObjectNode> shown(ConfigView view, Kind<?> kind) {
        if (kind != Kind.CERTIFICATES) return EntityShape::shown;
        Map<String, List<String>> names = view.list(Kind.SNIS).stream()
                .collect(Collectors.groupingBy(
                        CertificateNames::owner, Collectors.mapping(Stored::name, Collectors.toList())));
        return stored ->
                with(EntityShape.shown(stored), names.getOrDefault(stored.id().toString(), List.of()));
    }

    private static ObjectNode with(ObjectNode shown, List<String> names) {
        names.stream().sorted().forEach(shown.putArray(SNIS)::add);
        return shown;
    }
}
