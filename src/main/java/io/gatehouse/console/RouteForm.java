package io.gatehouse.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.InvalidConfig;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.web.Form;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The form of a route. */
final class RouteForm {
    private RouteForm() {}

    static Form blank(String serviceId) {
        return Form.empty()
                .with("service", serviceId)
                .with("protocols", List.of("http", "https"))
                .with("strip_path", true)
                .with("preserve_host", false);
    }

    static Form of(Route route) {
        return Form.empty()
                .with("name", route.name())
                .with("service", route.service() == null ? "" : route.service().id())
                .with("paths", Typed.inLines(route.paths()))
                .with("hosts", Typed.inLines(route.hosts()))
                .with("methods", Typed.joined(route.methods()))
                .with("protocols", route.protocols())
                .with("strip_path", route.stripPath())
                .with("preserve_host", route.preserveHost())
                .with("tags", Typed.joined(route.tags()));
    }

    static ObjectNode document(Form form, ObjectNode stored) {
        ObjectNode document = stored.deepCopy();
        Typed typed = new Typed(form, document);
        typed.text("name");
        typed.reference("service");
        typed.lines("paths");
        typed.lines("hosts");
        methods(form.value("methods"), document);
        typed.choices("protocols");
        typed.toggle("strip_path");
        typed.toggle("preserve_host");
        typed.list("tags");
        return document;
    }

    /** The route that the document describes, if it does. */
    static Optional<Route> route(UUID id, ObjectNode document) {
        return Kind.ROUTES.read(document.deepCopy().put("id", id.toString())).entity();
    }

    /** That there is nothing to match by stands at the paths, which come first. */
    static InvalidConfig atItsFields(InvalidConfig invalid) {
        return new InvalidConfig(
                invalid.reason(),
                invalid.problems().stream()
                        .map(problem -> problem.field() != null
                                ? problem
                                : new ConfigProblem(
                                        problem.kind(), problem.id(), problem.name(), "paths", problem.message()))
                        .toList());
    }

    /** The gateway compares methods letter by letter; people do not. */
    static void methods(String text, ObjectNode document) {
        ArrayNode methods = document.arrayNode();
        for (String method : text.toUpperCase(Locale.ROOT).split("[\\s,]+")) if (!method.isEmpty()) methods.add(method);
        if (methods.isEmpty()) document.remove("methods");
        else document.set("methods", methods);
    }
}
