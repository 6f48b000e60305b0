package io.gatehouse.gateway.openapi;

import java.util.List;
import java.util.Map;

/**
 * A response that a description has.
 *
 * @param headers those that it has a value for
 * @param bodies by type, in the order of the description; empty for none
 */
public record MockedResponse(Map<String, String> headers, List<MockedBody> bodies) {

    /** Null where nothing is acceptable. @param accept value of the header, null for anything */
    public MockedBody body(String accept) {
        if (accept == null || accept.isBlank())
            return bodies.stream()
                    .filter(body -> ContentType.of(body.type()).isJson())
                    .findFirst()
                    .orElse(bodies.get(0));
        MockedBody best = null;
        double bestQuality = 0;
        for (MockedBody body : bodies) {
            double quality = AcceptedTypes.quality(accept, ContentType.of(body.type()));
            if (quality <= bestQuality) continue;
            best = body;
            bestQuality = quality;
        }
        return best;
    }
}
