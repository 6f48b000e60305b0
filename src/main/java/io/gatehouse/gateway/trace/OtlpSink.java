package io.gatehouse.gateway.trace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.gatehouse.gateway.log.HttpSink;
import io.gatehouse.gateway.log.LogSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Sends spans to a collector: OTLP over HTTP, in JSON. */
final class OtlpSink implements LogSink {
    private static final String INSTANCE = UUID.randomUUID().toString();

    private final HttpSink collector;
    private final byte[] before;
    private final byte[] after = "]}]}]}".getBytes(StandardCharsets.UTF_8);

    /** @param resource what the gateway says of itself, besides and in place of its name */
    OtlpSink(HttpSink collector, Map<String, String> resource) {
        this.collector = collector;
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("service.name", "gatehouse");
        attributes.put("service.instance.id", INSTANCE);
        attributes.putAll(resource);
        ArrayNode list = ConfigJson.MAPPER.createArrayNode();
        attributes.forEach((name, value) -> {
            ObjectNode attribute = list.addObject().put("key", name);
            attribute.putObject("value").put("stringValue", value);
        });
        before = ("{\"resourceSpans\":[{\"resource\":{\"attributes\":" + list
                        + "},\"scopeSpans\":[{\"scope\":{\"name\":\"io.gatehouse.gateway\"},\"spans\":[")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void send(List<byte[]> records) throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(before);
        for (int i = 0; i < records.size(); i++) {
            if (i > 0) body.write(',');
            body.writeBytes(records.get(i));
        }
        body.writeBytes(after);
        collector.post(body.toByteArray());
    }
}
