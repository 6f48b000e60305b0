package io.gatehouse.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.gatehouse.browser.Browser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who starts Gatehouse, with and without the demo. */
class StartIT {

    private static final Pattern SETUP_LINK = Pattern.compile("http://\\S+/console/setup/\\S+");

    private static RunningGatehouse demo;

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    @BeforeAll
    static void startTheDemo() {
        demo = new RunningGatehouse(shared.resolve("data"), true);
        demo.start();
    }

    @AfterAll
    static void stopTheDemo() {
        demo.close();
    }

    @Test
    void the_demo_writes_down_what_a_script_needs_and_only_for_its_owner() throws Exception {
        JsonNode written = demo.demoFile();
        for (String name : List.of("portal", "proxy", "admin", "admin_token", "application", "key"))
            assertFalse(written.path(name).asText().isEmpty(), name);
        for (String person : List.of("operator", "developer")) {
            assertTrue(written.path(person).path("email").asText().contains("@"));
            assertTrue(written.path(person).path("password").asText().length() >= 12);
        }
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(shared.resolve("data/demo.json"))));
        assertTrue(demo.output().contains(written.path("key").asText()), "the ready curl");
        assertEquals(200, complete(written).statusCode());

        demo.stop();
        demo.start();
        assertEquals(written, demo.demoFile(), "a restart changes nothing");
        assertEquals(200, complete(written).statusCode());
    }

    @Test
    void the_demos_mails_and_upstream_are_for_this_machine_and_by_its_own_name() throws Exception {
        assertEquals("HTTP/1.1 200", mailboxAs(demo, "localhost:" + demo.portalPort()));
        assertEquals("HTTP/1.1 404", mailboxAs(demo, "evil.example"));
        int upstream = demo.demoFile().path("upstream_port").asInt();
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces()))
            for (InetAddress address : Collections.list(each.getInetAddresses()))
                if (!address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    assertThrows(IOException.class, () -> new Socket(address, upstream).close(), address.toString());
    }

    private static String mailboxAs(RunningGatehouse gatehouse, String host) throws IOException {
        try (Socket socket = new Socket("localhost", gatehouse.portalPort())) {
            socket.getOutputStream()
                    .write(("GET /mailbox HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").getBytes());
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void a_head_that_never_ends_ends_the_connection() throws IOException {
        try (Socket socket = new Socket("localhost", demo.portalPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @Test
    void a_taken_port_is_a_sentence() throws IOException {
        RunningGatehouse gatehouse = new RunningGatehouse(folder.resolve("data"), false);
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress("0.0.0.0", gatehouse.portalPort()));
            assertEquals(2, gatehouse.startInVain());
            assertTrue(gatehouse.output().contains("GATEHOUSE_PORTAL_PORT"), gatehouse.output());
            assertFalse(gatehouse.output().contains("\tat "), gatehouse.output());
        }
    }

    @Test
    void a_mistyped_setting_is_a_sentence() {
        for (Map<String, String> mistyped :
                List.of(Map.of("GATEHOUSE_ROLE", "nodee"), Map.of("GATEHOUSE_SIGNUP_APPROVAL", "perhaps"))) {
            RunningGatehouse gatehouse = new RunningGatehouse(folder.resolve("mistyped"), mistyped);
            assertEquals(2, gatehouse.startInVain());
            for (String value : mistyped.values()) assertTrue(gatehouse.output().contains(value), gatehouse.output());
            assertFalse(gatehouse.output().contains("\tat "), gatehouse.output());
        }
    }

    @Test
    void the_first_operator_is_made_through_a_link_that_works_once() {
        try (RunningGatehouse gatehouse = new RunningGatehouse(folder.resolve("data"), false).start();
                BrowserContext context = Browser.context();
                BrowserContext late = Browser.context()) {
            Matcher link = SETUP_LINK.matcher(gatehouse.output());
            assertTrue(link.find(), gatehouse.output());
            Page page = context.newPage();
            page.navigate(link.group());
            page.getByLabel("Name").fill("Otto First");
            page.getByLabel("E-mail").fill("otto@example.com");
            page.getByLabel("Password").fill("lantern quiet river stone");
            page.locator("main button[type=submit]").last().click();
            page.waitForURL("**/console**");
            page.navigate(gatehouse.portal("/console").toString());
            assertEquals(gatehouse.portal("/console").toString(), page.url());

            Page second = late.newPage();
            second.navigate(link.group());
            assertEquals(0, second.getByLabel("Password").count(), "the link is spent");
            second.navigate(gatehouse.portal("/console").toString());
            assertTrue(second.url().contains("/console/sign-in"));

            gatehouse.stop();
            int before = gatehouse.output().length();
            gatehouse.start();
            assertFalse(SETUP_LINK.matcher(gatehouse.output().substring(before)).find(), "no link once there is one");
        }
        Map<String, String> locked = Map.of("GATEHOUSE_OPERATOR_LINK", "true");
        try (RunningGatehouse gatehouse = new RunningGatehouse(folder.resolve("data"), locked)) {
            int before = gatehouse.output().length();
            gatehouse.start();
            assertTrue(
                    SETUP_LINK.matcher(gatehouse.output().substring(before)).find(), "one more when it is asked for");
        }
    }

    @Test
    void signing_in_works_without_scripts() {
        try (BrowserContext context = Browser.context(390, ColorScheme.LIGHT, false)) {
            Persona.DEVELOPER.signIn(context, demo);
            Page page = context.newPage();
            page.navigate(demo.portal("/apps").toString());
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Demo app"))
                    .first()
                    .click();
            assertTrue(page.locator("h1").textContent().contains("Demo app"));
        }
    }

    private static HttpResponse<String> complete(JsonNode written) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(written.path("proxy").asText() + "/curie/v1/completions"))
                                .header("x-api-key", written.path("key").asText())
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"hello\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
