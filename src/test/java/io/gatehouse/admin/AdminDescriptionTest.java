package io.gatehouse.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.gatehouse.catalog.spec.SpecParser;
import io.gatehouse.catalog.spec.SpecResult;
import io.gatehouse.gateway.document.DocumentYaml;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.plugins.BuiltIn;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** {@code openapi/admin.yaml} is written from what the Admin API has; {@code -Ddocs.write=true} writes it. */
@QuarkusTest
class AdminDescriptionTest {
    private static final Path FILE = Path.of("openapi/admin.yaml");

    @Inject
    @Any
    Instance<AdminRoutes> parts;

    @Inject
    SpecParser parser;

    @ConfigProperty(name = "quarkus.application.version")
    String version;

    @Test
    void the_description_has_every_call_and_is_one_that_we_would_publish() throws IOException {
        Map<String, Set<String>> mounted = new HashMap<>();
        Paths paths = (path, handlers) -> mounted.put(path, handlers.keySet());
        // The first that is hung up at a path serves it.
        parts.stream().filter(part -> part instanceof EntitiesApi).forEach(part -> part.mount(paths));
        parts.stream().filter(part -> !(part instanceof EntitiesApi)).forEach(part -> part.mount(paths));
        // Of a gateway without a database alone.
        new ConfigApi(null, false).mount(paths);
        AdminDescription description = new AdminDescription(new AdminSchemas(new Plugins(BuiltIn.all())));
        String text = DocumentYaml.write(description.write(version, mounted));
        assertEquals(Set.of(), description.unspoken(), "calls that AdminWords has no words for");

        SpecResult read = parser.parse(text.getBytes(StandardCharsets.UTF_8));
        assertInstanceOf(SpecResult.Parsed.class, read, () -> read.findings().toString());
        assertEquals(List.of(), read.findings());

        if (Boolean.getBoolean("docs.write")) Files.writeString(FILE, text);
        assertEquals(text, Files.readString(FILE), "Run with -Ddocs.write=true to write openapi/admin.yaml anew");
    }
}
