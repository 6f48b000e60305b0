package io.gatehouse.application;

import io.gatehouse.catalog.Api;
import io.gatehouse.catalog.ApiVersion;
import io.gatehouse.catalog.NewVersion;
import io.gatehouse.catalog.Publisher;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A published API version with plans, each new: {@code TestOffer weather = TestOffer.fresh();}. */
public record TestOffer(UUID versionId, String name, String path, UUID free, UUID gold, UUID partner) {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String SPEC = """
            openapi: 3.1.0
            info: {title: Weather, version: 1.0.0}
            paths:
              /forecasts/{place}:
                get:
                  parameters: [{name: place, in: path, required: true, schema: {type: string}}]
                  responses: {'200': {description: The forecast}}
              /places:
                get: {responses: {'200': {description: All places}}}
            """;

    /** Offers Free and Gold, which are approved at once, and Partner, which an operator approves. */
    public static TestOffer fresh() {
        int number = COUNT.incrementAndGet();
        Publisher publisher = bean(Publisher.class);
        ApiVersion version = publisher.create(new NewVersion(
                "Test weather " + number,
                null,
                "",
                "",
                Api.Visibility.PUBLIC,
                "v1",
                SPEC.getBytes(StandardCharsets.UTF_8),
                ""));
        publisher.publish(version.id);
        UUID free = plan("free-" + number, "Free", 10, Plan.Approval.AUTO);
        UUID gold = plan("gold-" + number, "Gold", 600, Plan.Approval.AUTO);
        UUID partner = plan("partner-" + number, "Partner", 6_000, Plan.Approval.OPERATOR);
        Set<UUID> offered = new HashSet<>(List.of(free, gold, partner));
        String basePath = "/test-weather-" + number;
        QuarkusTransaction.requiringNew().run(() -> {
            bean(Plans.class).offer(version.id, offered);
            ApiVersion.update("basePath = ?1 where id = ?2", basePath, version.id);
        });
        return new TestOffer(
                version.id,
                "Test weather " + number + " v1",
                "/apis/test-weather-" + number + "/v1",
                free,
                gold,
                partner);
    }

    private static UUID plan(String slug, String title, long limit, Plan.Approval approval) {
        return bean(Plans.class)
                .create(slug, new Plans.Terms(title, "", limit, 60, approval, title.equals("Free") ? "Free" : "", 1))
                .id;
    }

    private static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}
