package io.gatehouse.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.catalog.Api;
import io.gatehouse.catalog.NewVersion;
import io.gatehouse.catalog.spec.SpecSummary;
import io.gatehouse.controlplane.Serving;
import io.gatehouse.controlplane.Serving.RoutePath;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.web.Checks;
import io.gatehouse.web.Form;
import io.gatehouse.web.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads the publish form, or the gateway part of it, into what the catalog and the control plane take. */
final class PublishForm {
    private PublishForm() {}

    /** One row of the routes. */
    public record RouteRow(String path, String methods) {}

    static NewVersion version(Form form, byte[] source, Api joined, Api.Visibility visibility, UUID runtimeGroupId) {
        return new NewVersion(
                joined == null ? form.value("apiName") : joined.name,
                joined == null ? form.value("slug") : joined.slug,
                form.value("summary"),
                form.value("tags"),
                visibility,
                form.value("label"),
                source,
                form.value("docs"),
                runtimeGroupId);
    }

    static Api.Visibility visibility(Form form) {
        return Arrays.stream(Api.Visibility.values())
                .filter(one -> one.name().equals(form.value("visibility")))
                .findFirst()
                .orElseThrow(() -> new Refused("visibility", "Choose who sees it."));
    }

    /** The gateway part, or nothing when there is to be none. */
    static Optional<Serving> serving(Form form, Optional<String> authorization) {
        if (form.has("docsOnly", "true")) return Optional.empty();
        String url = form.value("upstreamUrl").strip();
        List<RouteRow> rows = routes(form).stream()
                .filter(row -> !row.path().isEmpty() || !row.methods().isEmpty())
                .toList();
        Checks checks = new Checks();
        checks.that(() -> checkAddress(url));
        if (rows.isEmpty()) checks.refuse("routes", "Give at least one path, such as “/weather”.");
        List<RoutePath> routes = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (RouteRow row : rows) {
            try {
                routes.add(route(row));
            } catch (Refused refused) {
                wrong.add(refused.getMessage());
            }
        }
        if (!wrong.isEmpty()) checks.refuse("routes", String.join(" ", wrong));
        checks.orRefuse();
        return Optional.of(new Serving(url, authorization, routes));
    }

    private static void checkAddress(String url) {
        if (ServiceForm.isAddress(url)) return;
        throw new Refused(
                "upstreamUrl",
                url.isEmpty()
                        ? "Give the address where calls go, or choose “Documentation only”."
                        : "Give a full address, such as “https://api.example.com/v1”.");
    }

    private static RoutePath route(RouteRow row) {
        if (!row.path().startsWith("/"))
            throw new Refused("routes", "A path starts with a slash: “/" + row.path() + "”.");
        List<String> methods = new ArrayList<>();
        for (String method : row.methods().toUpperCase(Locale.ROOT).split("[\\s,]+")) {
            if (method.isEmpty()) continue;
            if (!method.matches("[A-Z-]{1,30}"))
                throw new Refused("routes", "“" + method + "” is not a method. Write methods as “GET, POST”.");
            methods.add(method);
        }
        return new RoutePath(row.path(), methods);
    }

    /** The routes that would be; rows that are not in order are left out. */
    static List<Route> asRoutes(Form form) {
        List<Route> routes = new ArrayList<>();
        for (RouteRow row : routes(form)) {
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            document.putArray("paths").add(row.path());
            RouteForm.methods(row.methods(), document);
            RouteForm.route(UUID.randomUUID(), document).ifPresent(routes::add);
        }
        return routes;
    }

    static List<RouteRow> routes(Form form) {
        List<String> paths = form.values("path");
        List<String> methods = form.values("methods");
        List<RouteRow> rows = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++)
            rows.add(new RouteRow(
                    paths.get(i).strip(), i < methods.size() ? methods.get(i).strip() : ""));
        return rows.isEmpty() ? List.of(new RouteRow("", "")) : rows;
    }

    static Form withOneMoreRoute(Form form) {
        List<RouteRow> rows = new ArrayList<>(routes(form));
        rows.add(new RouteRow("", ""));
        return form.with("path", rows.stream().map(RouteRow::path).toList())
                .with("methods", rows.stream().map(RouteRow::methods).toList());
    }

    static Set<UUID> plans(Form form) {
        Set<UUID> ids = new LinkedHashSet<>();
        for (String id : form.values("plans")) {
            try {
                ids.add(UUID.fromString(id));
            } catch (IllegalArgumentException e) {
                throw new Refused("plans", "Choose among the plans that are listed.");
            }
        }
        return ids;
    }

    /**
     * Fills what is still empty from the spec.
     *
     * @param joined the API that gets one version more, or null
     */
    static Form prefilled(Form form, SpecSummary spec, Api joined) {
        Form filled = whereEmpty(form, "apiName", spec.title());
        filled = whereEmpty(filled, "slug", slug(spec.title()));
        filled = whereEmpty(filled, "label", label(spec.version()));
        filled = whereEmpty(filled, "summary", spec.excerpt());
        if (spec.tags().size() <= 6) filled = whereEmpty(filled, "tags", String.join(", ", spec.tags()));
        String server = spec.servers().stream()
                .filter(ServiceForm::isAddress)
                .findFirst()
                .orElse("");
        filled = whereEmpty(filled, "upstreamUrl", server);
        boolean noRoute = routes(filled).stream().allMatch(row -> row.path().isEmpty());
        // The first version has the short path; those after it stand below.
        String path = joined == null ? filled.value("slug") : joined.slug + "/" + filled.value("label");
        return noRoute && !path.isEmpty()
                ? filled.with("path", List.of("/" + path)).with("methods", List.of(""))
                : filled;
    }

    private static Form whereEmpty(Form form, String field, String value) {
        return form.value(field).isBlank() && value != null ? form.with(field, value) : form;
    }

    static String slug(String name) {
        String slug = java.text.Normalizer.normalize(name, java.text.Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return slug.length() > 60 ? slug.substring(0, 60).replaceAll("-$", "") : slug;
    }

    private static String label(String version) {
        String label = version.strip().replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[._-]+|[._-]+$", "");
        if (label.matches("\\d.*")) label = "v" + label;
        return label.length() > 40 ? label.substring(0, 40).replaceAll("[._-]+$", "") : label;
    }
}
