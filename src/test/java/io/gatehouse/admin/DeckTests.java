package io.gatehouse.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gatehouse.gateway.TestTls;
import io.gatehouse.gateway.config.Certificate;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.tls.SelfSigned;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** decK's calls, to and fro: what was synced is there, and a dump that is synced at once changes nothing. */
abstract class DeckTests extends AdminApi {
    @Inject
    Plugins plugins;

    private Deck deck(String group, String tags) {
        return new Deck(server.port(), secrets.adminToken(), group, tags);
    }

    private static ObjectNode yaml(String resource) {
        try (InputStream file = DeckTests.class.getResourceAsStream(resource)) {
            return (ObjectNode) new YAMLMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode everything() {
        ObjectNode file = yaml("/deck-everything.yaml");
        Certificate pair = SelfSigned.certificate("deck.example", Instant.now());
        ObjectNode certificate = file.putArray("certificates").addObject();
        certificate.put("cert", pair.cert()).put("key", pair.key());
        certificate.putArray("snis").addObject().put("name", "deck.example");
        file.putArray("ca_certificates")
                .addObject()
                .put("cert", TestTls.authority().cert());
        JsonNode samples = yaml("/plugin-samples.yaml");
        for (String name : plugins.names()) {
            ObjectNode service = ((ArrayNode) file.get("services"))
                    .addObject()
                    .put("name", "with-" + name)
                    .put("host", "x.example");
            ObjectNode plugin = service.putArray("plugins").addObject().put("name", name);
            plugin.set("config", samples.path(name).path("expected"));
        }
        return file;
    }

    @Test
    void a_file_is_there_after_a_sync_and_its_dump_changes_nothing() {
        Deck us = deck(unique("us"), null);
        ObjectNode file = everything();
        assertEquals(List.of(), us.validate(file));
        assertFalse(us.sync(file).isEmpty());
        assertEquals(List.of(), us.diff(file), "the file that was just synced");
        ObjectNode dump = us.dump();
        assertEquals(List.of(), us.diff(dump), "a dump that was just made");
        DeckState state = us.state();
        for (Kind<?> kind : Kind.ALL) assertFalse(state.all(kind).isEmpty(), kind.wireName());

        Deck eu = deck(unique("eu"), null);
        eu.sync(dump);
        assertEquals(List.of(), eu.diff(dump), "what was copied");
        assertEquals(List.of(), us.diff(eu.dump()), "the copy's dump");
        assertEquals(state.members.size(), eu.state().members.size());

        us.reset();
        DeckState after = us.state();
        for (Kind<?> kind : Kind.ALL) assertTrue(after.all(kind).isEmpty(), kind.wireName());
        assertFalse(eu.state().all(Kind.SERVICES).isEmpty());
    }
}
