package io.gatehouse.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.identity.TestBrowser;
import io.gatehouse.identity.TestPeople;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/** How much a form may carry, and what is said when it is more. */
@QuarkusTest
class TooBigTest {
    private static final int LIMIT = 256 << 10;

    @TestHTTPResource("/")
    URI portal;

    private final TestBrowser visitor = TestPeople.visitor();

    @Test
    void a_form_takes_a_quarter_of_a_megabyte() throws Exception {
        byte[] form = form(LIMIT);
        assertEquals(303, send("/appearance", BodyPublishers.ofByteArray(form)).statusCode());
        HttpResponse<String> refused =
                send("/appearance", BodyPublishers.ofByteArray(java.util.Arrays.copyOf(form, LIMIT + 1)));
        assertEquals(413, refused.statusCode());
        var page = Jsoup.parse(refused.body());
        assertTrue(page.text().contains("This form takes 256 KB at most"), page.text());
        assertEquals("/appearance?next=%2F", page.select("main a").attr("href"));
    }

    @Test
    void a_body_that_does_not_say_its_length_is_counted() throws Exception {
        byte[] form = form(LIMIT);
        assertEquals(303, send("/appearance", chunked(form)).statusCode());
        assertEquals(
                413,
                send("/appearance", chunked(java.util.Arrays.copyOf(form, LIMIT + 1)))
                        .statusCode());
    }

    @Test
    void forms_with_documents_take_more() throws Exception {
        for (String path : new String[] {
            "/console/publish",
            "/console/theme",
            "/console/versions/some/spec",
            "/console/plugins/some",
            "/console/plugins/new/mocking"
        }) {
            assertNotEquals(
                    413,
                    send(path, BodyPublishers.ofByteArray(new byte[LIMIT + 1])).statusCode(),
                    path);
            HttpResponse<String> refused = send(path, BodyPublishers.ofByteArray(new byte[21 << 20]));
            assertEquals(413, refused.statusCode(), path);
            assertTrue(refused.body().contains("This form takes 20 MB at most"), path);
        }
    }

    /** A form of exactly this size that changes nothing but the sender's own choice of colours. */
    private byte[] form(int size) {
        String token = visitor.page("/appearance").select("input[name=csrf]").val();
        String start = "mode=dark&csrf=" + URLEncoder.encode(token, StandardCharsets.UTF_8) + "&next=%2F&rest=";
        return (start + "x".repeat(size - start.length())).getBytes(StandardCharsets.US_ASCII);
    }

    private static BodyPublisher chunked(byte[] body) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    }

    private HttpResponse<String> send(String path, BodyPublisher body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(portal.resolve(path))
                .header("Accept", "text/html")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Referer", portal.resolve("/appearance?next=%2F").toString());
        if (!visitor.cookies().isEmpty())
            request.header("Cookie", "gh_visit=" + visitor.cookies().get("gh_visit"));
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request.POST(body).build(), HttpResponse.BodyHandlers.ofString());
    }
}
