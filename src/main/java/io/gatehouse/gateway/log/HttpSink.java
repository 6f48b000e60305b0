package io.gatehouse.gateway.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Sends records to an HTTP server. Follows no redirect and reads no answer, so that it can fetch nothing for anybody. */
public final class HttpSink implements LogSink {
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;

    private final URI endpoint;
    private final String method;
    private final Duration timeout;
    private final Map<String, String> headers;
    private final boolean single;
    private HttpClient client;

    /**
     * @param headers may hold Content-Type
     * @param single whether a record is sent as it is; otherwise even one is in a JSON array
     */
    public HttpSink(String endpoint, String method, Duration timeout, Map<String, String> headers, boolean single) {
        this.endpoint = URI.create(endpoint);
        this.method = method;
        this.timeout = timeout;
        this.headers = headers;
        this.single = single;
    }

    /** Whether records can be sent there. */
    public static boolean isAddress(String address) {
        try {
            URI uri = new URI(address);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Tells those that would break a request, or that are not for operators to choose. */
    public static void checkHeaders(Map<String, String> headers, BiConsumer<String, String> broken) {
        if (headers == null) return;
        headers.forEach((name, value) -> {
            if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+") || !value.matches("[\\x20-\\x7e]*"))
                broken.accept("headers." + name, "is not a header of printable ASCII characters");
            else if (name.matches("(?i)host|connection|content-length|expect|upgrade|content-type"))
                broken.accept("headers." + name, "cannot be set here");
        });
    }

    @Override
    public void send(List<byte[]> records) throws IOException, InterruptedException {
        post(single ? records.get(0) : array(records));
    }

    /** Sends one body. */
    public void post(byte[] body) throws IOException, InterruptedException {
        if (client == null)
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(timeout)
                    .build();
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(timeout)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        if (endpoint.getUserInfo() != null)
            request.setHeader(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(endpoint.getUserInfo().getBytes(StandardCharsets.UTF_8)));
        int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status < 300) return;
        String answer = endpoint.getHost() + " answered " + status;
        boolean mayPass = status >= 500 || status == TIMEOUT || status == TOO_MANY;
        throw mayPass ? new IOException(answer) : new Refused(answer);
    }

    private static byte[] array(List<byte[]> records) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] record : records) {
            body.write(body.size() == 0 ? '[' : ',');
            body.writeBytes(record);
        }
        body.write(']');
        return body.toByteArray();
    }
}
