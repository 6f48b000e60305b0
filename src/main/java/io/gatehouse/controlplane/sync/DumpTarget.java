package io.gatehouse.controlplane.sync;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.document.DocumentYaml;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Where a dump is written, entity by entity: a tree of all of it would take several times the memory. */
interface DumpTarget extends AutoCloseable {
    void head(String name, JsonNode value);

    /** Begins when its first entity comes, so that there are no empty lists. */
    void entity(String list, ObjectNode entity);

    @Override
    void close();

    static DumpTarget yaml(OutputStream out) {
        return new Yaml(out);
    }

    static DumpTarget json(OutputStream out) {
        return new Json(out);
    }

    /** Each part by itself is YAML, and so are all of them in a row. */
    final class Yaml implements DumpTarget {
        private final Writer out;
        private String list = "";

        private Yaml(OutputStream out) {
            this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        }

        @Override
        public void head(String name, JsonNode value) {
            ObjectNode one = ConfigJson.MAPPER.createObjectNode();
            one.set(name, value);
            write(DocumentYaml.write(one));
        }

        @Override
        public void entity(String list, ObjectNode entity) {
            if (!list.equals(this.list)) write(list + ":\n");
            this.list = list;
            ArrayNode one = ConfigJson.MAPPER.createArrayNode().add(entity);
            String text = DocumentYaml.write(one);
            // Should it come as JSON, the brackets around it go.
            write(text.startsWith("[") ? "- " + entity + "\n" : text);
        }

        private void write(String text) {
            try {
                out.write(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** One object. */
    final class Json implements DumpTarget {
        private final JsonGenerator out;
        private String list;

        private Json(OutputStream out) {
            try {
                this.out = ConfigJson.MAPPER.createGenerator(out).useDefaultPrettyPrinter();
                this.out.writeStartObject();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void head(String name, JsonNode value) {
            try {
                out.writeFieldName(name);
                out.writeTree(value);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void entity(String list, ObjectNode entity) {
            try {
                if (!list.equals(this.list)) {
                    if (this.list != null) out.writeEndArray();
                    out.writeArrayFieldStart(list);
                }
                this.list = list;
                out.writeTree(entity);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                if (list != null) out.writeEndArray();
                out.writeEndObject();
                out.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
