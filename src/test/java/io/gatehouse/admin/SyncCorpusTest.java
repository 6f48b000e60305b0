package io.gatehouse.admin;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files that people wrote for Kong: those that a sync takes are what they were in a dump, and neither changes anything then. */
@QuarkusTest
class SyncCorpusTest extends SyncCalls {
    private static final int MOST_LIKELY = 18;

    @Test
    void what_loads_comes_back_as_it_was() throws IOException {
        String corpus = System.getProperty("test.corpus", "");
        if (corpus.isBlank()) return;
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(corpus, "kong"))) {
            files = all.filter(path -> path.toString().matches(".*\\.(ya?ml|json)"))
                    .sorted()
                    .toList();
        }
        int taken = 0;
        for (Path path : files) {
            String group = group();
            String file = Files.readString(path).replaceAll("(?m)^_workspace:.*", "");
            // It names a plugin that is not here, or is one part of a configuration.
            if (sync(group, "", file).extract().statusCode() != 200) continue;
            taken++;
            changesNothing(group, "", file);
            changesNothing(group, "", dump(group, ""));
        }
        assertTrue(taken >= MOST_LIKELY, "only " + taken + " of " + files.size() + " files were taken");
    }
}
