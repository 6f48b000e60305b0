package io.gatehouse.gateway.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.GatewayHarness;
import io.gatehouse.gateway.RawClient;
import io.gatehouse.gateway.RawUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every folder below {@code scenarios}. {@code config.yaml} is served; the requests in {@code exchange.http}, separated by
 * {@code ###} lines, are sent one after another over one connection; {@code expected.http} has as many parts, each an answer and, after
 * a {@code >} line, the request that the upstream must have got ({@code > nothing} if none). {@code ### after PT61S} moves the clock
 * before the request. The upstream answers {@code {"origin":true}}, or what {@code origin.http} says.
 */
class PluginScenariosTest {
    private static final Path FOLDER = Path.of("src/test/resources/scenarios");
    private static final String SEPARATOR = "(?m)^###";
    private static final String ORIGIN = "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"origin\":true}";

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            List<Path> folders = files.filter(file -> file.endsWith("config.yaml"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
            return folders.stream()
                    .map(folder ->
                            DynamicTest.dynamicTest(FOLDER.relativize(folder).toString(), () -> run(folder)));
        }
    }

    private static void run(Path folder) throws Exception {
        List<String> requests = parts(folder.resolve("exchange.http"));
        List<String> expected = parts(folder.resolve("expected.http"));
        assertEquals(requests.size(), expected.size(), "as many answers as requests");
        try (RawUpstream origin = new RawUpstream()) {
            Path answer = folder.resolve("origin.http");
            origin.answers(wire(Files.exists(answer) ? Files.readString(answer) : ORIGIN, true));
            ScenarioConfig config = ScenarioConfig.read(folder.resolve("config.yaml"), origin.port());
            try (GatewayHarness gateway = GatewayHarness.serving(config.topology(), config.dialect());
                    RawClient client = new RawClient(gateway.port())) {
                config.identities().forEach(gateway.node().identities()::apply);
                for (int i = 0; i < requests.size(); i++) {
                    ask(gateway, client, origin, requests.get(i), expected.get(i));
                }
            }
        }
    }

    private static void ask(
            GatewayHarness gateway, RawClient client, RawUpstream origin, String request, String expected)
            throws Exception {
        String text = request;
        if (text.startsWith(" after ")) {
            int end = text.indexOf('\n');
            gateway.clock().forward(Duration.parse(text.substring(7, end).trim()));
            text = text.substring(end);
        }
        String answer = client.send(wire(text.strip() + "\n", false)).answer();
        String[] answerAndUpstream = expected.split("(?m)^> ?", 2);
        Expected.of(answerAndUpstream[0]).check(answer);
        if (answerAndUpstream.length < 2) return;
        if (answerAndUpstream[1].strip().equals("nothing")) {
            assertEquals(List.of(), origin.requestsSoFar());
        } else {
            Expected.of(answerAndUpstream[1]).check(origin.request());
        }
    }

    private static List<String> parts(Path file) throws IOException {
        String text = Files.readString(file);
        assertTrue(text.endsWith("\n"), file + " ends with a line");
        return List.of(text.split(SEPARATOR));
    }

    /** With CRLF in the head (and in a body of parts) and the length of the body, as people leave them out. */
    private static String wire(String text, boolean always) {
        String[] headAndBody = text.split("\n\n", 2);
        String body = headAndBody.length > 1 ? headAndBody[1].strip() : "";
        String head = headAndBody[0].strip().replace("\n", "\r\n");
        if (head.contains("multipart/")) body = body.replace("\n", "\r\n");
        if (always || !body.isEmpty()) head += "\r\nContent-Length: " + body.length();
        return head + "\r\n\r\n" + body;
    }
}
