package io.gatehouse.identity;

import static io.restassured.RestAssured.given;

import io.gatehouse.settings.Secrets;
import io.gatehouse.web.Cookies;
import io.restassured.RestAssured;
import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/**
 * One person's browser in a test: keeps cookies, sends the form token with each post, follows no redirect. Values of a form are strings
 * or lists of strings.
 */
public final class TestBrowser {
    private final AccountKind kind;
    private final UUID personId;
    private final String email;
    private String referrer;
    private String stale;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    /**
     * @param session value of the session cookie; like the rest null for a visitor
     */
    TestBrowser(AccountKind kind, UUID personId, String email, String session) {
        this.kind = kind;
        this.personId = personId;
        this.email = email;
        if (session == null) return;
        cookies.put(kind == AccountKind.OPERATOR ? Cookies.OPERATOR_SESSION : Cookies.DEVELOPER_SESSION, session);
    }

    AccountKind kind() {
        return kind;
    }

    public UUID personId() {
        return personId;
    }

    public String email() {
        return email;
    }

    public Map<String, String> cookies() {
        return cookies;
    }

    public Response get(String path) {
        return kept(request().get(path));
    }

    /** The page, which must be there. */
    public Document page(String path) {
        Response response = get(path);
        if (response.statusCode() != 200)
            throw new AssertionError("GET " + path + " answered " + response.statusCode() + ": " + response.asString());
        return Jsoup.parse(response.asString());
    }

    /** Posts a form with its token. */
    public Response post(String path, Map<String, ?> fields) {
        return postWithToken(csrf(path), path, fields);
    }

    /** Posts a form with the token of a page that was opened before. */
    public Response postWithToken(String token, String path, Map<String, ?> fields) {
        StringBuilder form = new StringBuilder(pair("csrf", token));
        fields.forEach((name, value) -> (value instanceof Collection<?> several ? several : List.of(value))
                .forEach(each -> form.append('&').append(pair(name, each))));
        return kept(request()
                .contentType("application/x-www-form-urlencoded")
                .body(form.toString())
                .post(path));
    }

    private static String pair(String name, Object value) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
    }

    public Response post(String path) {
        return post(path, Map.of());
    }

    /** Posts a form with one file, as a multipart form. */
    public Response upload(String path, Map<String, String> fields, String fileField, String fileName, byte[] content) {
        String token = csrf(path);
        RequestSpecification request = request().multiPart("csrf", token);
        fields.forEach((name, value) -> request.multiPart(new MultiPartSpecBuilder(value)
                .controlName(name)
                .charset(StandardCharsets.UTF_8)
                .build()));
        return kept(request.multiPart(fileField, fileName, content).post(path));
    }

    /** Sends an empty form with its token, by whichever method. */
    public Response send(String method, String path, boolean multipart) {
        String token = csrf(path);
        RequestSpecification request = request();
        return kept((multipart ? request.multiPart("csrf", token) : request.formParam("csrf", token))
                .request(method, path));
    }

    /** Sends a form without the token that it must carry. */
    public Response sendWithoutToken(String method, String path, boolean multipart) {
        RequestSpecification request = request();
        return kept(
                (multipart ? request.multiPart("name", "x") : request.formParam("name", "x")).request(method, path));
    }

    public Response postWithoutToken(String path) {
        return sendWithoutToken("POST", path, false);
    }

    /** Sends this token from now on, as a page that was opened before would. */
    public void staleToken(String token) {
        stale = token;
    }

    /** Says of each request from now on where it comes from, as browsers do. */
    public TestBrowser from(String page) {
        referrer = page;
        return this;
    }

    private RequestSpecification request() {
        // A browser names no character set, and means UTF-8.
        RequestSpecification request = referrer == null
                ? given()
                : given().header("Sec-Fetch-Site", "same-origin")
                        .header("Referer", "http://localhost:" + RestAssured.port + referrer);
        return request.config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .cookies(cookies);
    }

    private Response kept(Response response) {
        response.getDetailedCookies().forEach(cookie -> {
            if (cookie.getMaxAge() == 0) cookies.remove(cookie.getName());
            else cookies.put(cookie.getName(), cookie.getValue());
        });
        return response;
    }

    /** As a form of the page would carry it: bound to the session where there is one, else to the visit. */
    private String csrf(String path) {
        if (stale != null) return stale;
        boolean console = path.equals("/console") || path.startsWith("/console/");
        String session = cookies.get(console ? Cookies.OPERATOR_SESSION : Cookies.DEVELOPER_SESSION);
        AccountKind area = console ? AccountKind.OPERATOR : AccountKind.DEVELOPER;
        boolean signedIn = session != null
                && TestPeople.bean(Sessions.class).find(area, session).isPresent();
        String cookie = signedIn ? session : cookies.computeIfAbsent(Cookies.VISIT, missing -> SecretToken.fresh());
        byte[] token = TestPeople.bean(Secrets.class).signature("csrf", cookie.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }
}
