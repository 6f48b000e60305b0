package io.gatehouse.gateway.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * Reads bodies that are to be checked. Strictly: a name that comes twice in an object may be read as the first by one and as the last
 * by another, and so get past a check.
 */
public final class JsonBody {

    private static final int DEEPEST = 100;
    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build()
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonBody() {}

    /** Null for what is no JSON, or more than anybody needs. */
    public static JsonNode read(byte[] bytes) {
        try {
            JsonNode value = READER.readTree(bytes);
            return value.isMissingNode() ? null : value;
        } catch (IOException notJson) {
            return null;
        }
    }
}
