package io.gatehouse.product;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An operator at the console, without a browser. */
final class ConsoleVisit {
    private static final Pattern SETUP = Pattern.compile("/console/setup/\\S+");
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final Pattern TOKEN = Pattern.compile("ghj_[\\w.-]+");

    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final RunningGatehouse controlPlane;

    private ConsoleVisit(RunningGatehouse controlPlane) {
        this.controlPlane = controlPlane;
    }

    /** Each control plane prints a link; only the newest one counts. */
    static ConsoleVisit ofFirstOperator(List<RunningGatehouse> controlPlanes) {
        for (RunningGatehouse each : controlPlanes) {
            ConsoleVisit visit = new ConsoleVisit(each);
            String link = found(SETUP, each.output());
            HttpResponse<String> form = visit.open(link);
            if (form.statusCode() != 200) continue;
            visit.post(
                    link,
                    form.body(),
                    Map.of("name", "Otto", "email", "otto@example.com", "password", "lantern quiet river stone"));
            return visit;
        }
        throw new AssertionError("no link for a first operator works");
    }

    /** Of the group that is there from the beginning. */
    String joinToken() {
        String path = "/console/nodes/new";
        return found(
                TOKEN, post(path, open(path).body(), Map.of("group", "default")).body());
    }

    String page(String path) {
        HttpResponse<String> page = open(path);
        assertEquals(200, page.statusCode(), page.body());
        return page.body();
    }

    private HttpResponse<String> open(String path) {
        return send(HttpRequest.newBuilder(controlPlane.portal(path)));
    }

    private HttpResponse<String> post(String path, String page, Map<String, String> fields) {
        Map<String, String> typed = new HashMap<>(fields);
        typed.put("csrf", found(CSRF, page));
        String body = typed.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        URI address = controlPlane.portal(path);
        HttpResponse<String> answer = send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertEquals(200, answer.statusCode(), answer.body());
        return answer;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The last one, or its first group. */
    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        String found = null;
        while (matcher.find()) found = matcher.group(matcher.groupCount());
        if (found == null) throw new AssertionError(pattern + " is not in:\n" + text);
        return found;
    }
}
