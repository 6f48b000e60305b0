package io.gatehouse.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.plugin.Plugins;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** decK's calls, to and fro: what was synced is there, and a dump that is synced at once changes nothing. */
abstract class DeckTests extends AdminApi {
    @Inject
    Plugins plugins;

    private Deck deck(String group, String tags) {
        return new Deck(server.port(), secrets.adminToken(), group, tags);
    }

    @Test
    void a_file_is_there_after_a_sync_and_its_dump_changes_nothing() {
        Deck us = deck(unique("us"), null);
        ObjectNode file = WholeFile.of(plugins);
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
