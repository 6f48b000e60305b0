package io.gatehouse.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} is written from {@link Settings} and its defaults; {@code -Ddocs.write=true} writes it. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("docs/configuration.md");
    private static final Pattern ENTRY =
            Pattern.compile("/\\*\\*(?<doc>.*?)\\*/\\s*(?<type>[\\w<>]+) (?<name>\\w+)\\(\\);", Pattern.DOTALL);

    @Test
    void the_configuration_page_says_what_the_settings_say() throws IOException {
        String page = page();
        if (Boolean.getBoolean("docs.write")) Files.writeString(PAGE, page);
        assertEquals(page, Files.readString(PAGE), "Run with -Ddocs.write=true to write docs/configuration.md anew");
    }

    private static String page() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Configuration

                Each setting is an environment variable, a system property (`-Dgatehouse.proxy.port=8000`), or a line in
                `config/application.properties` beside the place where Gatehouse is started. Everything else (services, plans, themes,
                people) is kept in the database and changed in the console. SMTP is given by `QUARKUS_MAILER_HOST`,
                `QUARKUS_MAILER_PORT`, `QUARKUS_MAILER_USERNAME`, `QUARKUS_MAILER_PASSWORD` and `QUARKUS_MAILER_START_TLS`.

                | variable | default | meaning |
                |---|---|---|
                """);
        Properties defaults = new Properties();
        defaults.load(new StringReader(Files.readString(Path.of("src/main/resources/application.properties"))));
        Deque<String> prefixes = new ArrayDeque<>();
        prefixes.push("gatehouse");
        String pending = "";
        for (String line : Files.readAllLines(Path.of("src/main/java/io/gatehouse/settings/Settings.java"))) {
            Matcher group = Pattern.compile("^    interface (\\w+) \\{").matcher(line);
            if (group.find()) prefixes.push("gatehouse." + kebab(group.group(1)));
            else if (line.equals("    }") && prefixes.size() > 1) prefixes.pop();
            if (line.strip().startsWith("/**")) pending = "";
            pending += line + "\n";
            Matcher entry = ENTRY.matcher(pending);
            if (!entry.find()) continue;
            String key = prefixes.peek() + "." + kebab(entry.group("name"));
            page.append(row(key, defaults.getProperty(key), entry.group("doc")));
            pending = "";
        }
        return page.toString();
    }

    private static String row(String key, String preset, String doc) {
        String variable = key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        String meaning = doc.replaceAll("\\{@code ([^}]*)\\}", "`$1`")
                .replaceAll("\\s*\\n\\s*\\*?\\s*", " ")
                .strip();
        return "| `" + variable + "` | " + (preset == null ? "–" : "`" + preset + "`") + " | " + meaning + " |\n";
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
