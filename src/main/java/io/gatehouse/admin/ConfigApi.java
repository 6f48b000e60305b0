package io.gatehouse.admin;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.config.Kind;
import java.util.Map;
import org.jboss.logging.Logger;

/** The whole configuration of a gateway without a database: read at once, replaced at once. */
final class ConfigApi implements AdminRoutes {
    private static final Logger LOG = Logger.getLogger(ConfigApi.class);
    static final String PATH = "/config";

    private static final String CONFIG = "config";
    private static final String YES = "1";

    private final ConfigKeeper keeper;

    ConfigApi(ConfigKeeper keeper) {
        this.keeper = keeper;
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
        call.answer(201, loaded());
    }

    /** The text itself, or in the member {@code config} of a JSON object or a form. */
    private static String text(AdminCall call) {
        String sent = call.text();
        if (call.isForm()) return call.body().path(CONFIG).asText("");
        if (!call.isJson()) return sent;
        try {
            JsonNode wrapped = ConfigJson.MAPPER.readTree(sent);
            return wrapped != null && wrapped.path(CONFIG).isTextual()
                    ? wrapped.path(CONFIG).asText()
                    : sent;
        } catch (JsonProcessingException notJson) {
            JsonLocation place = notJson.getLocation();
            throw new AdminProblem(
                    400,
                    "Cannot parse JSON body: " + notJson.getOriginalMessage() + " (line " + place.getLineNr()
                            + ", column " + place.getColumnNr() + ")");
        }
    }

    /** Every entity by kind and id. */
    private ObjectNode loaded() {
        ObjectNode body = ConfigJson.MAPPER.createObjectNode();
        for (Kind<?> kind : Kind.ALL) {
            ObjectNode byId = ConfigJson.MAPPER.createObjectNode();
            keeper.view().list(kind).forEach(entity -> byId.set(entity.id().toString(), EntityShape.shown(entity)));
            if (!byId.isEmpty()) body.set(kind.wireName(), byId);
        }
        return body;
    }
}
