package io.gatehouse.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gatehouse.gateway.config.ConfigJson;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A runtime group of a control plane that runs, by its Admin API. What it refuses ends the command, with its reasons. */
final class ControlPlane {
    private static final Duration TO_CONNECT = Duration.ofSeconds(10);
    /** A large configuration is compiled as a whole before it is answered. */
    private static final Duration TO_ANSWER = Duration.ofMinutes(10);

    private static final String JSON = "application/json";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TO_CONNECT)
            .build();
    private final URI address;
    private final String token;
    private final String group;

    /** @param group null for the default one */
    ControlPlane(URI address, String token, String group) {
        this.address = address;
        this.token = token;
        this.group = group;
    }

    /** What of a configuration a dump holds. */
    record Extent(List<String> tags, boolean withPortal, boolean withIds, boolean skipsDefaults) {}

    String dump(Extent extent, boolean asJson) {
        String query = tags(extent.tags())
                + flag("portal", extent.withPortal())
                + flag("with_id", extent.withIds())
                + flag("skip_defaults", extent.skipsDefaults());
        HttpRequest.Builder call = call("/dump", query).header("Accept", asJson ? JSON : "application/yaml");
        return ok(call.GET().build(), null).body();
    }

    JsonNode dump(Extent extent) {
        try {
            return ConfigJson.MAPPER.readTree(dump(extent, true));
        } catch (JsonProcessingException broken) {
            throw new Failed(address + " answers a dump that cannot be read: " + broken.getOriginalMessage());
        }
    }

    /** What {@link #sync} would do. */
    Plan plan(Sending sending) {
        return sync(sending, true, null);
    }

    /** @param plan that was shown; should the configuration have changed since, nothing is done */
    Plan sync(Sending sending, Plan plan) {
        return sync(sending, false, plan.revision());
    }

    private Plan sync(Sending sending, boolean isDryRun, String revision) {
        String query = "&dry_run=" + isDryRun + "&prune=" + sending.prunes() + tags(sending.tags());
        HttpRequest.Builder call = call("/sync", query).header("Content-Type", JSON);
        if (revision != null) call.header("If-Match", "\"" + revision + "\"");
        HttpRequest request = call.POST(
                        HttpRequest.BodyPublishers.ofString(sending.document().toString()))
                .build();
        return Plan.of(json(ok(request, sending).body()));
    }

    /** The portal's folder, packed. */
    byte[] portal() {
        HttpRequest request = call("/portal/export", "").GET().build();
        HttpResponse<byte[]> answer = send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() == 200) return answer.body();
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        throw refused(request, answer.statusCode(), json(body), null);
    }

    /**
     * @param archive a portal's folder, packed
     * @param seen the revision that the import was planned for; null to plan it
     */
    JsonNode importPortal(byte[] archive, boolean prunes, String seen) {
        HttpRequest.Builder call = call("/portal/import", "&dry_run=" + (seen == null) + "&prune=" + prunes)
                .header("Content-Type", "application/zip");
        if (seen != null) call.header("If-Match", "\"" + seen + "\"");
        HttpRequest request =
                call.POST(HttpRequest.BodyPublishers.ofByteArray(archive)).build();
        return json(ok(request, null).body());
    }

    private HttpRequest.Builder call(String path, String query) {
        String prefix = group == null ? "" : "/" + encoded(group).replace("+", "%20");
        return HttpRequest.newBuilder(
                        URI.create(address + prefix + path + (query.isEmpty() ? "" : "?" + query.substring(1))))
                .header("Kong-Admin-Token", token)
                .timeout(TO_ANSWER);
    }

    private static String tags(List<String> tags) {
        return tags.stream().map(tag -> "&select_tag=" + encoded(tag)).collect(Collectors.joining());
    }

    private static String flag(String name, boolean isOn) {
        return isOn ? "&" + name + "=true" : "";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpResponse<String> ok(HttpRequest request, Sending sending) {
        HttpResponse<String> answer = send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) return answer;
        throw refused(request, answer.statusCode(), json(answer.body()), sending);
    }

    private Failed refused(HttpRequest request, int status, JsonNode body, Sending sending) {
        return switch (status) {
            case 401, 403 ->
                new Failed(
                        address + " refuses the token: " + body.path("message").asText("status " + status));
            case 404 ->
                new Failed(
                        group == null
                                ? address + " has no " + request.uri().getPath()
                                        + "; is it the Admin API of a Gatehouse control plane?"
                                : address + " has no runtime group '" + group
                                        + "'. Make it with POST /workspaces, or see how it is written.");
            case 412 ->
                new Failed(
                        "Nothing is changed: somebody else has changed the configuration since the plan was made. Look at a new one.");
            default -> new Failed(Refusal.lines(body, status, sending));
        };
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> reader) {
        try {
            return http.send(request, reader);
        } catch (ConnectException | HttpTimeoutException nobody) {
            throw new Failed("nothing answers at " + address
                    + ". Is the control plane running? --url or GATEHOUSE_ADMIN_URL say where it is.");
        } catch (IOException broken) {
            throw new Failed("the call to " + address + " has failed: " + broken.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failed("interrupted");
        }
    }

    private static JsonNode json(String body) {
        try {
            return ConfigJson.MAPPER.readTree(body);
        } catch (JsonProcessingException other) {
            return MissingNode.getInstance();
        }
    }
}
