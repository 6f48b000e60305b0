package io.gatehouse.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.InvalidConfig;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.web.Form;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The form of a service. People think of an upstream as one address, the gateway of its parts: here they are put together and taken apart. */
final class ServiceForm {
    private static final Pattern ADDRESS =
            Pattern.compile("(?i)(https?|grpcs?)://(\\[[0-9a-f:.]+]|[^\\s/?#@:\\[\\]]+)(?::(\\d{1,5}))?(/[^\\s?#]*)?");
    private static final List<String> PARTS = List.of("protocol", "host", "port", "path");
    private static final List<String> NUMBERS = List.of("connect_timeout", "write_timeout", "read_timeout", "retries");

    private ServiceForm() {}

    static Form blank() {
        return Form.empty()
                .with("connect_timeout", 60_000)
                .with("write_timeout", 60_000)
                .with("read_timeout", 60_000)
                .with("retries", 5)
                .with("enabled", true);
    }

    static Form of(Service service) {
        return Form.empty()
                .with("name", service.name())
                .with("url", address(service))
                .with("connect_timeout", service.connectTimeout())
                .with("write_timeout", service.writeTimeout())
                .with("read_timeout", service.readTimeout())
                .with("retries", service.retries())
                .with("http2", service.http2())
                .with("enabled", service.enabled())
                .with("tags", Typed.joined(service.tags()));
    }

    static String address(Service service) {
        boolean usual = service.port() == (service.protocol().endsWith("s") ? 443 : 80);
        return service.protocol() + "://" + service.host() + (usual ? "" : ":" + service.port())
                + (service.path() == null ? "" : service.path());
    }

    /**
     * The document that was typed, over the one that is stored (an empty one for a new service). An address that is none is left
     * out, so that the gateway says what it misses beside everything else.
     */
    static ObjectNode document(Form form, ObjectNode stored) {
        ObjectNode document = stored.deepCopy();
        Typed typed = new Typed(form, document);
        typed.text("name");
        NUMBERS.forEach(typed::number);
        typed.toggle("http2");
        typed.toggle("enabled");
        typed.list("tags");
        address(form.value("url"), document);
        return document;
    }

    static boolean isAddress(String url) {
        return ADDRESS.matcher(url.strip()).matches();
    }

    /** The parts of the address are one field to people, and so is the plugin that holds the credential. */
    static InvalidConfig atItsFields(InvalidConfig invalid) {
        return new InvalidConfig(
                invalid.reason(),
                invalid.problems().stream().map(ServiceForm::atItsField).toList());
    }

    private static ConfigProblem atItsField(ConfigProblem problem) {
        boolean isPart = PARTS.contains(String.valueOf(problem.field()));
        boolean isCredential = "plugins".equals(problem.kind());
        if (!isPart && !isCredential) return problem;
        return new ConfigProblem(
                problem.kind(),
                problem.id(),
                problem.name(),
                isPart ? "url" : "upstreamAuthorization",
                isPart ? problem.field() + ": " + problem.message() : problem.message());
    }

    private static void address(String url, ObjectNode document) {
        document.remove(PARTS);
        Matcher parts = ADDRESS.matcher(url.strip());
        if (!parts.matches()) return;
        String protocol = parts.group(1).toLowerCase(Locale.ROOT);
        document.put("protocol", protocol);
        document.put("host", parts.group(2));
        document.put(
                "port", parts.group(3) == null ? protocol.endsWith("s") ? 443 : 80 : Integer.parseInt(parts.group(3)));
        if (parts.group(4) != null && !parts.group(4).equals("/")) document.put("path", parts.group(4));
    }
}
