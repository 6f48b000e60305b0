package io.gatehouse.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.config.ConfigJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One call of the Admin API: what was asked, and how it is answered. */
final class AdminCall {
    private static final String JSON = "application/json; charset=utf-8";
    private static final ObjectReader READER =
            ConfigJson.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final RoutingContext context;

    AdminCall(RoutingContext context) {
        this.context = context;
    }

    /** A part of the path, percent-decoded. */
    String part(String name) {
        return context.pathParam(name);
    }

    /** The runtime group that the path begins with, if it names one. */
    Optional<String> group() {
        return Optional.ofNullable(context.pathParam(AdminServer.GROUP));
    }

    String path() {
        return context.request().path();
    }

    Optional<String> argument(String name) {
        return Optional.ofNullable(context.queryParams().get(name));
    }

    /** All that were given by this name. */
    List<String> arguments(String name) {
        return context.queryParams().getAll(name).stream()
                .filter(value -> !value.isBlank())
                .toList();
    }

    /** Whether the caller asks for this type, and not for anything. */
    boolean accepts(String type) {
        String accepted = context.request().getHeader(HttpHeaders.ACCEPT);
        return accepted != null && accepted.contains(type);
    }

    /** The version that the caller has seen, if it says so. */
    Optional<Long> ifMatch() {
        String given = context.request().getHeader("If-Match");
        if (given == null || given.equals("*")) return Optional.empty();
        try {
            return Optional.of(Long.parseLong(given.replace("\"", "").strip()));
        } catch (NumberFormatException e) {
            throw new AdminProblem(412, "If-Match does not hold an ETag of this API");
        }
    }

    /** As {@link #ifMatch}, where versions are no numbers. */
    Optional<String> seen() {
        return Optional.ofNullable(context.request().getHeader("If-Match"))
                .filter(given -> !given.equals("*"))
                .map(given -> given.replace("\"", "").strip());
    }

    /** What was sent, as it was sent; empty when nothing was. */
    String text() {
        Buffer bytes = context.body().buffer();
        return bytes == null ? "" : bytes.toString();
    }

    boolean isForm() {
        return type().equals("application/x-www-form-urlencoded");
    }

    boolean isJson() {
        return type().equals("application/json");
    }

    boolean hasType(String wanted) {
        return type().equals(wanted);
    }

    byte[] bytes() {
        Buffer bytes = context.body().buffer();
        return bytes == null ? new byte[0] : bytes.getBytes();
    }

    /** Whether a switch such as {@code ?dry_run=true} is on. */
    boolean isAsked(String name) {
        String given = argument(name).orElse("false");
        if (given.equals("true") || given.equals("false")) return given.equals("true");
        throw new AdminProblem(400, name + " is either true or false");
    }

    private String type() {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        return type == null ? "" : type.split(";")[0].strip().toLowerCase(Locale.ROOT);
    }

    /** The document that was sent; an empty one when nothing was. */
    ObjectNode body() {
        Buffer bytes = context.body().buffer();
        if (bytes == null || bytes.length() == 0) return ConfigJson.MAPPER.createObjectNode();
        if (isForm()) return FormBody.read(bytes.toString());
        if (!isJson()) throw new AdminProblem(415, "Unsupported Content-Type; send application/json");
        try {
            JsonNode read = READER.readTree(bytes.toString());
            if (read instanceof ObjectNode object) return object;
            throw new AdminProblem(400, "Cannot parse JSON body");
        } catch (JsonProcessingException e) {
            throw new AdminProblem(400, "Cannot parse JSON body");
        }
    }

    void answer(int status, JsonNode body) {
        context.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        context.response().end(body.toString());
    }

    void answer(int status, JsonContent body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            body.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        context.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        context.response().end(Buffer.buffer(bytes.toByteArray()));
    }

    void answerBytes(String type, byte[] bytes) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, type).end(Buffer.buffer(bytes));
    }

    void answerText(String type, String text) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, type).end(text);
    }

    void answerBytes(String type, long version, byte[] content) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.ETAG, "\"" + version + "\"")
                .end(Buffer.buffer(content));
    }

    void answerWithVersion(int status, long version, JsonNode body) {
        context.response().putHeader(HttpHeaders.ETAG, "\"" + version + "\"");
        answer(status, body);
    }

    void answerNothing() {
        context.response().setStatusCode(204).end();
    }
}
