package io.gatehouse.gateway.openapi;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.catalog.spec.Corpus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
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

    private interface Use {
        void of(String text);
    }

    private static Stream<DynamicTest> tests(List<Path> files, Use use) {
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getFileName().toString(),
                        () -> use.of(new String(Corpus.bytes(file), StandardCharsets.UTF_8))));
    }
}
