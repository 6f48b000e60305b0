package io.gatehouse;

import io.gatehouse.settings.Settings;
import io.gatehouse.settings.StartNotice;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.inject.Instance;

/** Says that everything listens, where, and what to do next; then waits for the end. */
public class Announcement implements QuarkusApplication {

    private final Settings settings;
    private final Instance<StartNotice> notices;

    Announcement(Settings settings, Instance<StartNotice> notices) {
        this.settings = settings;
        this.notices = notices;
    }

    @Override
    public int run(String... arguments) {
        StringBuilder text = new StringBuilder("\nGatehouse is ready.\n\n");
        line(text, "Portal", settings.portal().url().toString());
        line(text, "Console", settings.portal().url() + "/console");
        line(text, "Gateway", settings.proxy().url().toString());
        line(
                text,
                "Admin API",
                "http://" + settings.admin().address() + ":" + settings.admin().port());
        notices.forEach(notice -> {
            text.append('\n');
            notice.lines().forEach(line -> text.append(line).append('\n'));
        });
        System.out.println(text);
        Quarkus.waitForExit();
        return 0;
    }

    private static void line(StringBuilder text, String name, String address) {
        text.append("  ").append(String.format("%-11s", name)).append(address).append('\n');
    }
}
