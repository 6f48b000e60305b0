package io.gatehouse.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.application.Application;
import io.gatehouse.application.Applications;
import io.gatehouse.application.Credentials;
import io.gatehouse.application.Plan;
import io.gatehouse.application.Plans;
import io.gatehouse.application.Registrations;
import io.gatehouse.audit.Audit;
import io.gatehouse.catalog.Api;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.NewVersion;
import io.gatehouse.catalog.Publisher;
import io.gatehouse.controlplane.ConfigStore;
import io.gatehouse.controlplane.ServedVersions;
import io.gatehouse.controlplane.Serving;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.identity.Accounts;
import io.gatehouse.identity.Developer;
import io.gatehouse.identity.Operators;
import io.gatehouse.settings.Settings;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What the demo shows, made through the same services that people use: nothing here is possible only in the demo. All of it is one
 * transaction, so that a first start that fails can be repeated.
 */
@Singleton
class DemoData {

    private static final String ADDRESS = "http://127.0.0.1:";

    private final Settings settings;
    private final Accounts accounts;
    private final Operators operators;
    private final Publisher publisher;
    private final ServedVersions served;
    private final ConfigStore config;
    private final Plans plans;
    private final Applications applications;
    private final Registrations registrations;
    private final Credentials credentials;
    private final PastTraffic pastTraffic;
    private final Audit audit;
    private final ObjectMapper json = new ObjectMapper();

    DemoData(
            Settings settings,
            Accounts accounts,
            Operators operators,
            Publisher publisher,
            ServedVersions served,
            ConfigStore config,
            Plans plans,
            Applications applications,
            Registrations registrations,
            Credentials credentials,
            PastTraffic pastTraffic,
            Audit audit) {
        this.audit = audit;
        this.settings = settings;
        this.accounts = accounts;
        this.operators = operators;
        this.publisher = publisher;
        this.served = served;
        this.config = config;
        this.plans = plans;
        this.applications = applications;
        this.registrations = registrations;
        this.credentials = credentials;
        this.pastTraffic = pastTraffic;
    }

    record People(DemoFile.Account operator, DemoFile.Account developer) {}

    record Loaded(String application, String key) {}

    /** Empty when the database has it already, from another control plane. */
    @Transactional
    Optional<Loaded> load(People people, int upstreamPort) {
        audit.queue();
        if (Developer.count("email", people.developer().email()) > 0) return Optional.empty();
        operators.create(
                people.operator().email(), "Olga Operator", people.operator().password());
        Map<String, Plan> plan = plans();
        ApiVersion completions = completions(plan, upstreamPort);
        ApiVersion parcels = parcels(plan, upstreamPort);
        tides();

        Developer developer = accounts.createApproved(
                people.developer().email(), "Dana Developer", people.developer().password());
        Application demo = applications.create(developer.id, "Demo app", "Asks the models from a terminal.");
        registrations.request(demo, completions, plan.get("free").id);
        Credentials.NewKey key = credentials.mint(demo, "Terminal", null);

        Application portal = applications.create(developer.id, "Parcel desk", "Looks up parcels for the service desk.");
        registrations.request(portal, parcels, plan.get("silver").id);
        credentials.mint(portal, "Staging", null);
        credentials.mint(portal, "Production", null);

        // Waits in the inbox: Gold is approved by an operator.
        Developer second = accounts.createApproved(
                "iris@meadow.localhost", "Iris van Dam", people.developer().password());
        Application reader = applications.create(second.id, "Meadow reader", "Summarises long reads for subscribers.");
        registrations.request(reader, completions, plan.get("gold").id);

        pastTraffic.write(demo.id, completions.serviceName, 42, 9);
        pastTraffic.write(portal.id, parcels.serviceName, 260, 3);
        return Optional.of(new Loaded(demo.name, key.secret()));
    }

    /** The upstream has another port than at the last start: whoever still points at the old one follows. */
    @Transactional
    void moveUpstream(int from, int to) {
        for (Stored service : config.list(Kind.SERVICES)) {
            JsonNode body = service.body();
            boolean isOurs = body.path("host").asText().equals("127.0.0.1")
                    && body.path("port").asInt() == from;
            if (isOurs) config.put(Kind.SERVICES, service.id(), ((ObjectNode) body.deepCopy()).put("port", to));
        }
    }

    private Map<String, Plan> plans() {
        Map<String, Plan> bySlug = new LinkedHashMap<>();
        bySlug.put(
                "free",
                plans.create(
                        "free",
                        new Plans.Terms(
                                "Free", "For trying things out.", 10, 60, Plan.Approval.AUTO, "Free of charge", 1)));
        bySlug.put(
                "silver",
                plans.create(
                        "silver",
                        new Plans.Terms(
                                "Silver",
                                "For a service with some users.",
                                60,
                                60,
                                Plan.Approval.AUTO,
                                "€ 29 a month",
                                2)));
        bySlug.put(
                "gold",
                plans.create(
                        "gold",
                        new Plans.Terms(
                                "Gold",
                                "For production, with a person to talk to.",
                                600,
                                60,
                                Plan.Approval.OPERATOR,
                                "€ 190 a month",
                                3)));
        return bySlug;
    }

    private ApiVersion completions(Map<String, Plan> plan, int upstreamPort) {
        ApiVersion version = publisher.create(new NewVersion(
                "OpenAI",
                "openai",
                "Give a prompt, get the text that follows. Two models, streamed if you like.",
                "ai, text",
                Api.Visibility.PUBLIC,
                "v1",
                resource("completions.yaml"),
                guide("completions.md")));
        served.serve(
                version.id,
                new Serving(
                        ADDRESS + upstreamPort,
                        Optional.empty(),
                        List.of(
                                new Serving.RoutePath("/davinci", List.of()),
                                new Serving.RoutePath("/curie", List.of()))));
        writeModel("/davinci", "text-davinci-003");
        writeModel("/curie", "text-curie-001");
        plans.offer(version.id, ids(plan, "free", "silver", "gold"));
        publisher.publish(version.id);
        return version;
    }

    /** The route says which model: set when it is missing, and put in place of what a caller sends. */
    private void writeModel(String path, String model) {
        UUID route = config.list(Kind.ROUTES).stream()
                .filter(stored -> stored.body().path("paths").path(0).asText().equals(path))
                .findFirst()
                .orElseThrow()
                .id();
        ObjectNode plugin = json.createObjectNode().put("name", "request-transformer");
        plugin.putObject("route").put("id", route.toString());
        ObjectNode rules = plugin.putObject("config");
        rules.putObject("replace").putArray("body").add("model:" + model);
        rules.putObject("add").putArray("body").add("model:" + model);
        config.put(Kind.PLUGINS, UUID.randomUUID(), plugin);
    }

    private ApiVersion parcels(Map<String, Plan> plan, int upstreamPort) {
        ApiVersion old = parcelsVersion("v1", upstreamPort);
        plans.offer(old.id, ids(plan, "free"));
        publisher.publish(old.id);
        publisher.deprecate(old.id, LocalDate.now(ZoneOffset.UTC).plusDays(90));
        ApiVersion current = parcelsVersion("v2", upstreamPort);
        plans.offer(current.id, ids(plan, "free", "silver"));
        publisher.publish(current.id);
        return current;
    }

    private ApiVersion parcelsVersion(String label, int upstreamPort) {
        ApiVersion version = publisher.create(new NewVersion(
                "Parcel Tracking",
                "parcels",
                "Where a parcel is, where it was, and when it will arrive.",
                "logistics",
                Api.Visibility.PUBLIC,
                label,
                resource("parcels-" + label + ".yaml"),
                ""));
        served.serve(
                version.id,
                new Serving(
                        ADDRESS + upstreamPort + "/parcels/" + label,
                        Optional.empty(),
                        List.of(new Serving.RoutePath("/parcels/" + label, List.of()))));
        return version;
    }

    private void tides() {
        publisher.create(new NewVersion(
                "Tide Tables",
                "tides",
                "High and low water for every harbour on the coast.",
                "maritime",
                Api.Visibility.SIGNED_IN,
                "v0",
                resource("tides.json"),
                ""));
    }

    private static Set<UUID> ids(Map<String, Plan> plan, String... slugs) {
        return Set.of(slugs).stream().map(slug -> plan.get(slug).id).collect(Collectors.toSet());
    }

    /** The guide with the address that this gateway really has. */
    private String guide(String name) {
        return new String(resource(name), StandardCharsets.UTF_8)
                .replace("http://localhost:8000", settings.proxy().url().toString());
    }

    private static byte[] resource(String name) {
        try (InputStream stream = DemoData.class.getResourceAsStream("/demo/openapi/" + name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
