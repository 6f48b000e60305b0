package io.gatehouse.gateway.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** Tree to text that people read, and that surely reads as that tree again. */
final class DocumentYaml {
    private static final YAMLMapper PLAIN = mapper(true);
    private static final YAMLMapper QUOTED = mapper(false);

    private DocumentYaml() {}

    /** Quotes everything where leaving them out would change the meaning: YAML takes {@code 12:30} for a number. */
    static String write(JsonNode document) {
        try {
            String plain = PLAIN.writeValueAsString(document);
            return isSame(plain, document) ? plain : QUOTED.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isSame(String text, JsonNode document) {
        try {
            return DocumentText.read(text).equals(document);
        } catch (UnreadableDocument notYaml) {
            return false;
        }
    }

    private static YAMLMapper mapper(boolean isPlain) {
        return YAMLMapper.builder(YAMLFactory.builder()
                        .configure(YAMLGenerator.Feature.MINIMIZE_QUOTES, isPlain)
                        .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                        .disable(YAMLGenerator.Feature.SPLIT_LINES)
                        .build())
                .build();
    }
}
