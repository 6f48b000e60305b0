package io.gatehouse.catalog;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Small specs for tests, and names that no other test has taken. */
final class Specs {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private Specs() {}

    static byte[] weather() {
        return """
                openapi: 3.1.0
                info:
                  title: Weather API
                  version: 1.2.0
                  description: Forecasts for every place on earth.
                paths:
                  /forecasts/{place}:
                    get:
                      operationId: getForecast
                      summary: The forecast of a place
                      tags: [Forecasts]
                      parameters:
                        - {name: place, in: path, required: true, schema: {type: string}}
                      responses:
                        '200': {description: The forecast}
                """.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] broken() {
        return "openapi: 3.1.0\ninfo: {title: Broken\npaths: {}\n".getBytes(StandardCharsets.UTF_8);
    }

    /** A name that stands for one test alone. */
    static String name(String words) {
        return words + " " + COUNT.incrementAndGet();
    }

    static NewVersion version(String apiName, String label) {
        return new NewVersion(apiName, null, "", "", Api.Visibility.PUBLIC, label, weather(), "");
    }
}
