package io.gatehouse.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.controlplane.Stored;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The whole configuration of a gateway without a database: read at once, replaced at once. */
final class ConfigApi implements AdminRoutes {
    private static final Logger LOG = Logger.getLogger(ConfigApi.class);
    static final String PATH = "/config";

    private static final String CONFIG = "config";
    private static final String YES = "1";

    private final ConfigKeeper keeper;
    private final boolean isJoined;

    /** @param isJoined whether a control plane says what is served */
    ConfigApi(ConfigKeeper keeper, boolean isJoined) {
        this.keeper = keeper;
        this.isJoined = isJoined;
    }

    @Override
    public void mount(Paths paths) {
        paths.at(PATH, Map.of("GET", this::show, "POST", this::replace));
    }

    private void show(AdminCall call) {
        ObjectNode body = ConfigJson.MAPPER.createObjectNode();
        body.put(CONFIG, keeper.yaml());
        call.answer(200, body);
    }

    private void replace(AdminCall call) {
        if (isJoined)
            throw new AdminProblem(
                    405,
                    "the control plane of this node decides what it serves: make the change in its console or Admin API");
        String text = text(call);
        if (text.isBlank())
            throw new AdminProblem(
                    400,
                    "expected a declarative configuration: send it as application/yaml or application/json, or in the member 'config'");
        if (YES.equals(call.argument("check_hash").orElse("")) && keeper.isCurrent(text)) {
            call.answer(304, ConfigJson.MAPPER.createObjectNode());
            return;
        }
        var problems = keeper.load(text);
        if (!problems.isEmpty())
            throw DeclarativeErrors.of(
                    problems, YES.equals(call.argument("flatten_errors").orElse("")));
        LOG.info("A new configuration is in force");
        call.answer(201, this::write);
    }

    /** The text itself, or in the member {@code config} of a JSON object or a form. */
    private static String text(AdminCall call) {
        String sent = call.text();
        if (call.isForm()) return call.body().path(CONFIG).asText("");
        return call.isJson() ? wrapped(sent).orElse(sent) : sent;
    }

    /** Looked for member by member: all else is read once, and not here. */
    private static Optional<String> wrapped(String sent) {
        try (JsonParser json = ConfigJson.MAPPER.createParser(sent)) {
            if (json.nextToken() != JsonToken.START_OBJECT) return Optional.empty();
            String wrapped = null;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean isConfig = json.currentName().equals(CONFIG);
                if (json.nextToken() == JsonToken.VALUE_STRING && isConfig) wrapped = json.getText();
                else json.skipChildren();
            }
            return Optional.ofNullable(wrapped);
        } catch (JsonProcessingException notJson) {
            JsonLocation place = notJson.getLocation();
            throw new AdminProblem(
                    400,
                    "Cannot parse JSON body: " + notJson.getOriginalMessage() + " (line " + place.getLineNr()
                            + ", column " + place.getColumnNr() + ")");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every entity by kind and id. */
    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Kind<?> kind : Kind.ALL) {
            boolean isFirst = true;
            for (Stored entity : (Iterable<Stored>) keeper.entities(kind)::iterator) {
                if (isFirst) json.writeObjectFieldStart(kind.wireName());
                isFirst = false;
                json.writeFieldName(entity.id().toString());
                json.writeTree(EntityShape.shown(entity));
            }
            if (!isFirst) json.writeEndObject();
        }
        json.writeEndObject();
    }
}
