package io.gatehouse.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files that people wrote for Kong: those that Gatehouse takes can be dumped, and the dump changes nothing. */
@QuarkusTest
class DeckCorpusTest extends AdminApi {
    private static final int MOST_LIKELY = 15;

    @Test
    void what_loads_comes_back_as_it_was() throws IOException {
        String corpus = System.getProperty("test.corpus", "");
        if (corpus.isBlank()) return;
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(corpus, "kong"))) {
            files = all.filter(path -> path.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
        }
        int taken = 0;
        for (Path path : files) {
            Deck deck = new Deck(server.port(), secrets.adminToken(), unique("corpus"), null);
            try {
                deck.sync(new YAMLMapper().readTree(Files.readString(path)));
            } catch (AssertionError | RuntimeException | IOException refused) {
                continue; // It names a plugin that is not here, or is one part of a configuration.
            }
            taken++;
            assertEquals(List.of(), deck.diff(deck.dump()), path.toString());
        }
        assertTrue(taken >= MOST_LIKELY, "only " + taken + " files were taken");
    }
}
