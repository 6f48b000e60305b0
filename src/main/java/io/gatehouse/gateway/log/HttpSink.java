package io.gatehouse.gateway.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

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
