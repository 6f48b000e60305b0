package io.gatehouse.gateway.openapi;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.catalog.spec.Corpus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Descriptions of real APIs are read and compiled, and nasty ones are, too, or are refused with a reason. */
class RealDescriptionsTest {
    @TestFactory
    Stream<DynamicTest> real_descriptions_compile() {
        return tests(Corpus.files("real", "huge"), RealDescriptionsTest::compile);
    }

    @TestFactory
    Stream<DynamicTest> nasty_descriptions_compile_or_are_refused_with_a_reason() {
        return tests(Corpus.files("nasty", "other"), text -> {
            try {
                compile(text);
            } catch (IllegalArgumentException refused) {
                assertTrue(refused.getMessage().length() > 10, refused::toString);
            }
        });
    }

    private static void compile(String text) {
        ApiDescription description = ApiDescription.read(text);
        description.requestRules();
        description.mockedOperations();
    }

    private static String text(Path file) {
        return new String(Corpus.bytes(file), StandardCharsets.UTF_8);
    }

    private interface Use {
        void of(String text);
    }

    private static Stream<DynamicTest> tests(List<Path> files, Use use) {
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> use.of(text(file))));
    }

    /** Two readings of the same schemas must be content with each other, but for the faults of authors and for patterns. */
    @Test
    void examples_made_of_schemas_pass_their_checks() {
        List<String> checked = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (Path file : Corpus.files("real", "huge")) use(text(file), checked, faults);
        assertTrue(faults.size() * 4 <= checked.size(), () -> checked.size() + " bodies, of these wrong: " + faults);
    }

    private static void use(String text, List<String> checked, List<String> faults) {
        ApiDocument document = ApiDocument.read(text);
        PathTree<RequestRule> rules = RequestRules.of(document);
        PathTree<MockedOperation> mocked = MockedResponses.of(document);
        Operations.tree(document, operation -> {
            String[] parts = operation.place().pointer().split("/");
            String method = parts[parts.length - 1].toUpperCase(Locale.ROOT);
            String template = operation.place().pointer().startsWith("/paths/") ? parts[2] : "";
            String path = template.replace("~1", "/")
                    .replace("~0", "~")
                    .replaceAll("\\{[^}]*}", "x")
                    .replaceAll("[?#].*", "");
            assertNotNull(mocked.find(method, path), () -> method + " " + path + " of " + template);
            MockedOperation answers = mocked.find(method, path).value();
            for (int status : answers.statuses(Set.of()))
                for (MockedBody body : answers.response(status).bodies())
                    assertTrue(body.usual().bytes().length < 4 << 20, path);
            BodyRule rule = rules.find(method, path).value().body();
            Place schema = document.follow(operation.place().at("requestBody"))
                    .at("content")
                    .at("application/json")
                    .at("schema");
            if (rule == null || !schema.isThere()) return false;
            checked.add(path);
            JsonNode sample = SampleValues.of(schema.node(), document::follow);
            String problem = rule.of(ContentType.of("application/json")).problem(sample);
            return problem != null && faults.add(method + " " + path + ": " + problem);
        });
    }
}
