package io.gatehouse.demo;

import io.gatehouse.settings.Secrets;
import io.gatehouse.settings.Settings;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Starts the demo's upstream, and on the first start makes what it needs: people, APIs, an application with a key, a past day. */
@Singleton
class Demo {
    private static final Logger LOG = Logger.getLogger(Demo.class);

    /** After the gateway has started, so that the first key is in force as every other one is. */
    private static final int AFTER_THE_GATEWAY = 9_000;

    private static final String READABLE = "23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int PASSWORD_GROUPS = 4;
    private static final int GROUP_LENGTH = 4;

    private final Settings settings;
    private final Secrets secrets;
    private final Vertx vertx;
    private final DemoData data;
    private final DemoFile file;

    Demo(Settings settings, Secrets secrets, Vertx vertx, DemoData data, DemoFile file) {
        this.settings = settings;
        this.secrets = secrets;
        this.vertx = vertx;
        this.data = data;
        this.file = file;
    }

    void start(@Observes @Priority(AFTER_THE_GATEWAY) StartupEvent event) {
        if (!settings.demo()) return;
        DemoFile.Content known = file.read().orElse(null);
        int port = startUpstream(known == null ? 0 : known.upstreamPort());
        if (known == null) {
            DemoData.People people = new DemoData.People(
                    new DemoFile.Account("operator@gatehouse.localhost", password()),
                    new DemoFile.Account("developer@gatehouse.localhost", password()));
            Optional<DemoData.Loaded> loaded = data.load(people, port);
            if (loaded.isEmpty()) {
                LOG.info("The database has its demo from another control plane: sign in as that one says.");
                return;
            }
            known = new DemoFile.Content(
                    people.operator(),
                    people.developer(),
                    loaded.get().application(),
                    loaded.get().key(),
                    port);
        } else if (port != known.upstreamPort()) {
            data.moveUpstream(known.upstreamPort(), port);
            known = known.withUpstreamPort(port);
        }
        file.write(known, secrets.adminToken());
    }

    private int startUpstream(int port) {
        return new DemoUpstream(vertx)
                .start(port)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Easy to type, without letters that look alike; 80 random bits and more. */
    private static String password() {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        for (int group = 0; group < PASSWORD_GROUPS; group++) {
            if (group > 0) password.append('-');
            random.ints(GROUP_LENGTH, 0, READABLE.length()).forEach(letter -> password.append(READABLE.charAt(letter)));
        }
        return password.toString();
    }
}
