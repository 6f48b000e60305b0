package io.gatehouse.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.catalog.spec.Corpus;
import io.gatehouse.catalog.spec.Spec.Operation;
import io.gatehouse.catalog.spec.SpecParser;
import io.gatehouse.catalog.spec.SpecResult;
import io.gatehouse.catalog.spec.SpecResult.Parsed;
import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/**
 * Publishes every document of the corpus that can be published and opens its pages: of a large one some 25 operations, evenly
 * spread; with {@code -Dcorpus.whole=true} all of them.
 */
@QuarkusTest
class ReferenceOfCorpusTest {
    private static final int SOME = Boolean.getBoolean("corpus.whole") ? Integer.MAX_VALUE : 25;
    private static final int HEAVIEST_PAGE = 700_000;

    @Inject
    Publisher publisher;

    @Inject
    SpecParser parser;

    private final TestBrowser visitor = TestPeople.visitor();

    @Test
    void every_real_spec_is_published_and_each_operation_has_a_page() {
        Corpus.files("real", "huge", "pairs").forEach(file -> {
            assertTrue(publisher.check(Corpus.bytes(file)) instanceof Parsed, file.toString());
            open(file);
        });
    }

    @Test
    void whatever_the_parser_accepts_has_pages() {
        Corpus.files("nasty").stream()
                .filter(file -> publisher.check(Corpus.bytes(file)) instanceof Parsed)
                .forEach(this::open);
    }

    private void open(Path file) {
        byte[] source = Corpus.bytes(file);
        ApiVersion version = publisher.create(new NewVersion(
                Specs.name("Corpus " + file.getFileName()),
                Specs.name("corpus").replace(' ', '-'),
                "",
                "",
                Api.Visibility.UNLISTED,
                "v1",
                source,
                ""));
        publisher.publish(version.id);
        String path = "/apis/" + version.api.slug + "/v1";
        page(file, path);
        page(file, path + "/reference");
        SpecResult result = parser.parse(source);
        List<Operation> operations = ((Parsed) result).spec().operations();
        int step = Math.max(1, operations.size() / SOME);
        IntStream.iterate(0, i -> i < operations.size(), i -> i + step)
                .mapToObj(operations::get)
                .forEach(operation -> open(file, path, operation));
    }

    private void open(Path file, String path, Operation operation) {
        String address = path + "/reference/" + operation.slug();
        String shown = page(file, address).select(".operation-address").text();
        String where = file.getFileName() + " " + operation.method() + " " + operation.path();
        assertTrue(shown.contains(operation.method()), where);
        assertTrue(shown.contains(operation.path().strip().replaceAll("\\s+", " ")), where + " shown as " + shown);
    }

    private Document page(Path file, String address) {
        Response response = visitor.get(address);
        assertEquals(200, response.statusCode(), file.getFileName() + " " + address);
        String html = response.asString();
        assertTrue(html.length() < HEAVIEST_PAGE, file.getFileName() + " " + address + " has " + html.length());
        return Jsoup.parse(html);
    }
}
