package io.gatehouse.product;

import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Plugin;
import io.gatehouse.gateway.plugin.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A plugin of somebody else's that some processes have and others lack. */
public final class StampPlugin extends NamedPlugin<StampPlugin.Config> {
    static final String HEADER = "X-Stamp";

    @Doc("Stamps each response.")
    public record Config() {}

    public StampPlugin() {
        super("stamp", 1, Config.class);
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new Filter() {
            @Override
            public void onResponse(Exchange exchange) {
                exchange.response().headers().set(HEADER, "seen");
            }
        };
    }

    /** As its author would hand it on. */
    static void pack(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve("stamp.jar")))) {
            jar.putNextEntry(new JarEntry("META-INF/services/" + Plugin.class.getName()));
            jar.write(StampPlugin.class.getName().getBytes());
            String path = StampPlugin.class.getName().replace('.', '/');
            for (String name : List.of(path + ".class", path + "$Config.class", path + "$1.class")) {
                jar.putNextEntry(new JarEntry(name));
                try (InputStream compiled = StampPlugin.class.getClassLoader().getResourceAsStream(name)) {
                    compiled.transferTo(jar);
                }
            }
        }
    }
}
