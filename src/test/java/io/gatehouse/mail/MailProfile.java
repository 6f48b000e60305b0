package io.gatehouse.mail;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;

/** A portal that sends real mails to a real SMTP server, and whose developers wait for an operator unless they are of example.org. */
public class MailProfile implements QuarkusTestProfile {
    private static GreenMail server;

    static GreenMail server() {
        return server;
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gatehouse.database.url", "jdbc:h2:mem:mail;DB_CLOSE_DELAY=-1",
                "gatehouse.mail.enabled", "true",
                "gatehouse.mail.from", "The Portal <portal@example.com>",
                "gatehouse.signup.approval", "operator",
                "gatehouse.signup.trusted-domains", "example.org,Example.NET",
                "quarkus.mailer.host", "127.0.0.1",
                "quarkus.mailer.timeout", "10s");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Smtp.class));
    }

    /** The SMTP server, on a free port that it keeps when it is stopped and started again. */
    public static class Smtp implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            int port = freePort();
            server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
            server.start();
            return Map.of("quarkus.mailer.port", String.valueOf(port));
        }

        private static int freePort() {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {
            if (server != null) server.stop();
        }
    }
}
