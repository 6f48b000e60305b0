package io.gatehouse.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.gatehouse.controlplane.ConfigView;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.document.ConfigDocument;
import io.gatehouse.gateway.document.DocumentProblem;
import io.gatehouse.gateway.document.DocumentReading;
import io.gatehouse.gateway.document.DocumentWriter;
import io.gatehouse.gateway.document.DocumentYaml;
import io.gatehouse.gateway.document.LoadedConfig;
import io.gatehouse.gateway.node.GatewayNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Holds what a gateway without a database serves, and the copy of it that outlives a restart. */
final class ConfigKeeper {
    private final GatewayNode node;
    private final ConfigDocument documents;
    private final CachedConfig cache;
    private final InstantSource clock;
    private final FileConfig view = new FileConfig();
    private volatile LoadedConfig current = LoadedConfig.EMPTY;
    private byte[] currentHash = {};

    ConfigKeeper(GatewayNode node, ConfigDocument documents, CachedConfig cache, InstantSource clock) {
        this.node = node;
        this.documents = documents;
        this.cache = cache;
        this.clock = clock;
    }

    ConfigView view() {
        return view;
    }

    /** One after another, each written out when its turn comes. */
    Stream<Stored> entities(Kind<?> kind) {
        return view.stream(kind);
    }

    /** In force when this returns nothing; otherwise all is as it was. */
    synchronized List<DocumentProblem> load(String text) {
        List<DocumentProblem> problems = serve(documents.read(text, now()));
        if (!problems.isEmpty()) return problems;
        currentHash = hash(text);
        cache.write(this::write);
        return List.of();
    }

    /** The same of everything but who calls, which comes by another way. The copy is for others to keep. */
    synchronized List<DocumentProblem> topology(ObjectNode document) {
        return serve(documents.readTopology(document, now()), config -> node.topology(config.topology()));
    }

    private List<DocumentProblem> serve(DocumentReading reading) {
        return serve(reading, config -> node.load(config.topology(), config.identities()));
    }

    private List<DocumentProblem> serve(DocumentReading reading, Function<LoadedConfig, List<ConfigProblem>> service) {
        if (reading.config().isEmpty()) return reading.problems();
        LoadedConfig config = reading.config().get();
        List<DocumentProblem> problems = reading.placed(service.apply(config));
        if (!problems.isEmpty()) return problems;
        current = config;
        view.replace(config);
        return List.of();
    }

    /** What was in force when this gateway last ran. */
    synchronized void restore() {
        cache.read().ifPresent(document -> {
            List<DocumentProblem> problems = serve(documents.read(document, now()));
            if (!problems.isEmpty()) cache.isUseless(problems.get(0).problem().message());
        });
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    synchronized boolean isCurrent(String text) {
        return MessageDigest.isEqual(currentHash, hash(text));
    }

    String yaml() {
        try (TokenBuffer document = new TokenBuffer(ConfigJson.MAPPER, false)) {
            write(document);
            return DocumentYaml.write(ConfigJson.MAPPER.readTree(document.asParser()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Complete, with ids and defaults, and with keys as digests. */
    void write(JsonGenerator document) throws IOException {
        DocumentWriter.write(document, current.entities());
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
