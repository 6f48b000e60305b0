package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.credential.LocalIdentityIndex;
import io.gatehouse.gateway.document.ConfigDocument;
import io.gatehouse.gateway.document.DocumentProblem;
import io.gatehouse.gateway.document.DocumentReading;
import io.gatehouse.gateway.limit.LocalRateLimiter;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.snapshot.SnapshotCompiler;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Looks at a document as a gateway does that loads it, and serves nothing. */
final class Check {
    private final Plugins plugins;

    Check(Plugins plugins) {
        this.plugins = plugins;
    }

    /** @param problems all of them, those of the compiled configuration included */
    record Checked(DocumentReading reading, List<DocumentProblem> problems) {}

    /** What a gateway keeps keys under makes no difference to what is wrong with them. */
    Checked of(JsonNode document) {
        KeyDigest digest = new KeyDigest(new byte[32]);
        InstantSource clock = InstantSource.system();
        DocumentReading reading = new ConfigDocument(plugins, digest)
                .read(document, clock.instant().getEpochSecond());
        if (reading.config().isEmpty()) return new Checked(reading, reading.problems());
        SnapshotCompiler compiler = new SnapshotCompiler(
                plugins, new LocalIdentityIndex(digest, clock), new LocalRateLimiter(clock), clock);
        return new Checked(
                reading,
                reading.placed(
                        compiler.compile(reading.config().get().topology()).problems()));
    }

    /** Refuses a file with anything wrong in it. */
    DocumentReading good(StateFile file) {
        Checked checked = of(file.document());
        if (checked.problems().isEmpty()) return checked.reading();
        List<String> told = new ArrayList<>(file.told(checked.problems()));
        told.add(told.size() == 1 ? "1 problem" : told.size() + " problems");
        throw new Failed(told);
    }
}
