package io.gatehouse.demo;

import io.gatehouse.settings.Settings;
import io.gatehouse.settings.StartNotice;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Tells how to sign in to the demo, and what to try first. */
@Singleton
class DemoNotice implements StartNotice {

    private final Settings settings;
    private final DemoFile file;

    DemoNotice(Settings settings, DemoFile file) {
        this.settings = settings;
        this.file = file;
    }

    @Override
    public List<String> lines() {
        if (!settings.demo()) return List.of();
        // Where another control plane has made the demo, it has the file.
        Optional<DemoFile.Content> read = file.read();
        if (read.isEmpty()) return List.of();
        DemoFile.Content demo = read.get();
        return List.of(
                "Sign in",
                "  operator   " + demo.operator().email() + "   "
                        + demo.operator().password(),
                "  developer  " + demo.developer().email() + "   "
                        + demo.developer().password(),
                "",
                "Try it: ten calls a minute pass, the eleventh is refused until the app is moved to a larger plan.",
                "",
                "  curl -i " + settings.proxy().url() + "/davinci/v1/completions \\",
                "    -H 'apikey: " + demo.key() + "' \\",
                "    -H 'Content-Type: application/json' \\",
                "    -d '{\"prompt\": \"what is Kong?\"}'",
                "",
                "All of this is in " + file.path() + ". Mails of the demo are at "
                        + settings.portal().url() + "/mailbox.");
    }
}
