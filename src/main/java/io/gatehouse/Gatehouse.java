package io.gatehouse;

import io.gatehouse.settings.Settings;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** The way in. Looks at the ports first, so that a taken one is a sentence and not a stack trace. */
@QuarkusMain
public final class Gatehouse {
    private static final int UNUSABLE = 2;

    private Gatehouse() {}

    public static void main(String... arguments) {
        Config config = ConfigProvider.getConfig();
        boolean isNode = config.getValue("gatehouse.role", Settings.Role.class) == Settings.Role.NODE;
        for (String name : isNode ? List.of("proxy", "admin") : List.of("portal", "proxy", "admin")) {
            String problem = problemOf(config, name);
            if (problem == null) continue;
            System.err.println("gatehouse: " + problem);
            System.exit(UNUSABLE);
        }
        if (isNode) NodeRole.run(config);
        else Quarkus.run(Announcement.class, arguments);
    }

    private static String problemOf(Config config, String name) {
        String address = config.getValue("gatehouse." + name + ".address", String.class);
        int port = config.getValue("gatehouse." + name + ".port", int.class);
        if (port == 0) return null;
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return null;
        } catch (IOException e) {
            return "cannot listen on port " + port + " (" + e.getMessage()
                    + "). Another program may use it; set GATEHOUSE_" + name.toUpperCase(java.util.Locale.ROOT)
                    + "_PORT to a free one.";
        }
    }
}
