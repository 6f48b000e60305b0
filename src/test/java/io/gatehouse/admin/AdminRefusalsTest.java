package io.gatehouse.admin;

import static io.gatehouse.Patience.until;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.audit.AuditEntry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AdminRefusalsTest extends AdminApi {
    private static final String NEIGHBOUR = "127.0.0.9";

    @Test
    void a_wrong_token_is_written_down_once_a_minute_and_not_what_it_was() throws IOException {
        for (int i = 0; i < 3; i++) assertTrue(knock().startsWith("HTTP/1.1 401"));
        until("it is written down", () -> !refusals().isEmpty());
        assertEquals(1, refusals().size());
        assertTrue(refusals().stream().noneMatch(entry -> (entry.targetName + entry.detail).contains("guess")));
    }

    private String knock() throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(NEIGHBOUR, 0));
            socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
            socket.getOutputStream()
                    .write("GET /services HTTP/1.1\r\nHost: x\r\nKong-Admin-Token: a-guess\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static List<AuditEntry> refusals() {
        return QuarkusTransaction.requiringNew()
                .call(() -> AuditEntry.list("action = 'admin-api.token-refused' and address = ?1", NEIGHBOUR));
    }

    @Test
    void a_consumer_whose_name_leaves_its_header_is_refused() {
        send("POST", "/consumers", "{'username': 'ann\\r\\nX-Admin: yes'}")
                .statusCode(400)
                .body("fields.username", equalTo("must not contain control characters"));
        send("POST", "/consumers", "{'username': '" + unique("ann") + "', 'custom_id': 'a\\u0000b'}")
                .statusCode(400)
                .body("fields.custom_id", equalTo("must not contain control characters"));
    }

    @Test
    void nor_may_the_name_of_a_credential_leave_it() {
        String consumer = unique("ann");
        send("PUT", "/consumers/" + consumer, "{}").statusCode(200);
        for (String kind : new String[] {"basic-auth", "hmac-auth"})
            send(
                            "POST",
                            "/consumers/" + consumer + "/" + kind,
                            "{'username': 'a\\nb', 'password': 'p', 'secret': 's'}"
                                    .replace(kind.equals("basic-auth") ? ", 'secret': 's'" : ", 'password': 'p'", ""))
                    .statusCode(400)
                    .body("fields.username", equalTo("must not contain control characters"));
        send("POST", "/consumers/" + consumer + "/jwt", "{'key': 'a\\nb'}")
                .statusCode(400)
                .body("fields.key", equalTo("must not contain control characters"));
    }
}
