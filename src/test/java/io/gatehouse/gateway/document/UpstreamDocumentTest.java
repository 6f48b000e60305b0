package io.gatehouse.gateway.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.gateway.config.Target;
import io.gatehouse.gateway.config.Upstream;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.plugins.BuiltIn;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpstreamDocumentTest {
    private static final ConfigDocument DOCUMENTS =
            new ConfigDocument(new Plugins(BuiltIn.all()), new KeyDigest(new byte[32]));

    private static DocumentReading read(String text) {
        return DOCUMENTS.read(text, 1_700_000_000);
    }

    @Test
    void targets_stand_in_their_upstream_or_at_the_top() {
        DocumentReading reading = read("""
                _format_version: "3.0"
                upstreams:
                - name: blue
                  hash_on: ip
                  targets: [{target: 10.0.0.1}, {target: "10.0.0.2:81", weight: 0}]
                - {name: green, targets: [{target: 10.0.0.1}]}
                targets:
                - {upstream: green, target: 10.0.0.3}
                """);
        assertEquals(List.of(), reading.problems());
        var topology = reading.config().orElseThrow().topology();
        assertEquals(
                List.of("blue", "green"),
                topology.upstreams().stream().map(Upstream::name).toList());
        assertEquals(
                List.of("10.0.0.1:8000", "10.0.0.2:81", "10.0.0.1:8000", "10.0.0.3:8000"),
                topology.targets().stream().map(Target::target).toList());
        assertEquals(
                topology.upstreams().get(1).id(),
                topology.targets().get(3).upstream().id());
    }

    @Test
    void a_target_keeps_its_id_from_one_reading_to_the_next() {
        String text = """
                _format_version: "3.0"
                upstreams:
                - {name: blue, targets: [{target: 10.0.0.1}]}
                - {name: green, targets: [{target: 10.0.0.1}]}
                """;
        var first = read(text).config().orElseThrow().topology().targets();
        assertEquals(first, read(text).config().orElseThrow().topology().targets());
        assertEquals(2, first.stream().map(Target::id).distinct().count());
    }

    @Test
    void the_same_target_twice_in_an_upstream_is_a_problem() {
        DocumentReading reading = read("""
                _format_version: "3.0"
                upstreams:
                - {name: blue, targets: [{target: 10.0.0.1}, {target: 10.0.0.1}]}
                """);
        assertEquals(1, reading.problems().size());
        assertEquals("upstreams.1.targets.2", reading.problems().get(0).path());
        assertTrue(reading.problems().get(0).problem().message().startsWith("uniqueness violation"));
    }
}
