package io.gatehouse.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gatehouse.gateway.TestTls;
import io.gatehouse.gateway.config.Certificate;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.tls.SelfSigned;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;

/** A file with entities of every kind and with every plugin. */
final class WholeFile {
    private WholeFile() {}

    private static ObjectNode yaml(String resource) {
        try (InputStream file = WholeFile.class.getResourceAsStream(resource)) {
            return (ObjectNode) new YAMLMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode of(Plugins plugins) {
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
}
