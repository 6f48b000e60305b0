package io.gatehouse.gateway.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.util.Comparator;

/** Tree to text that people read, and that surely reads as that tree again. */
public final class DocumentYaml {
    private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .stringQuotingChecker(new NotTaken())
                    .build())
            .build();

    /** A number is the same in a long and in an int. */
    private static final Comparator<JsonNode> LEAVES = (left, right) -> {
        boolean isSame = left.isNumber() && right.isNumber()
                ? left.decimalValue().compareTo(right.decimalValue()) == 0
                : left.equals(right);
        return isSame ? 0 : 1;
    };

    private DocumentYaml() {}

    /** As JSON, which is YAML too, should a text ever not read as what it was made of. */
    public static String write(JsonNode document) {
        try {
            String text = YAML.writeValueAsString(document);
            return isSame(text, document) ? text : document.toPrettyString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isSame(String text, JsonNode document) {
        try {
            return DocumentText.read(text).equals(LEAVES, document);
        } catch (UnreadableDocument notYaml) {
            return false;
        }
    }

    /** Quotes what would be taken for something else than text, such as {@code 12:30}, which YAML holds for 750 minutes. */
    private static final class NotTaken extends StringQuotingChecker.Default {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean needToQuoteName(String name) {
            return super.needToQuoteName(name) || !DocumentText.isPlain(name);
        }

        @Override
        public boolean needToQuoteValue(String value) {
            return super.needToQuoteValue(value) || !DocumentText.isPlain(value);
        }
    }
}
