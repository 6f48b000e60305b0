package io.gatehouse;

import io.gatehouse.controlplane.LocalNode;
import io.gatehouse.gateway.plugin.PluginJars;
import io.gatehouse.gateway.plugins.BuiltIn;
import io.gatehouse.gateway.proxy.OwnHeader;
import io.gatehouse.gateway.redis.RedisAddress;
import io.gatehouse.settings.Settings;
import io.gatehouse.web.SlowRequests;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** The way in. Looks at the ports first, so that a taken one is a sentence and not a stack trace. */
@QuarkusMain
public final class Gatehouse {
    private static final int UNUSABLE = 2;

    private Gatehouse() {}

    public static void main(String... arguments) {
        SlowRequests.install();
        Config config = ConfigProvider.getConfig();
        Settings settings = settings(config);
        if (config.getOptionalValue("gatehouse.node.config", String.class).isPresent())
            throw end("GATEHOUSE_NODE_CONFIG is called GATEHOUSE_CONFIG now.");
        refuseUnusable(settings.plugins().dir());
        refuseUnusableRedis(settings);
        refuseUnknownHeaders(settings);
        List<String> words = List.of(arguments);
        if (words.size() > 0 && words.get(0).equals(Convert.COMMAND)) {
            Convert.run(settings, words.subList(1, words.size()));
            return;
        }
        boolean isNode = settings.role() == Settings.Role.NODE;
        if (!isNode) refuseTaken(settings.portal().address(), settings.portal().port(), "PORTAL");
        refuseTaken(settings.proxy().address(), settings.proxy().port(), "PROXY");
        refuseTaken(settings.admin().address(), settings.admin().port(), "ADMIN");
        if (!isNode) refuseTaken(settings.nodes().address(), settings.nodes().port(), "NODES");
        if (isNode) NodeRole.run(settings);
        else Quarkus.run(Announcement.class, arguments);
    }

    /** From the same sources as the framework's, before it is there. */
    private static Settings settings(Config config) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().addDefaultInterceptors().withMapping(Settings.class);
        config.getConfigSources().forEach(builder::withSources);
        try {
            return builder.build().getConfigMapping(Settings.class);
        } catch (IllegalArgumentException | NoSuchElementException | ConfigValidationException unreadable) {
            throw end("a setting cannot be read: " + unreadable.getMessage().replaceAll("SRCFG\\d+: ", "")
                    + ". docs/configuration.md lists them all.");
        }
    }

    /** Before anything runs that would have to be ended again. */
    private static void refuseUnusable(Path plugins) {
        try {
            PluginJars.beside(BuiltIn.all(), plugins);
        } catch (PluginJars.Unusable unusable) {
            throw end(unusable.getMessage());
        }
    }

    private static void refuseUnusableRedis(Settings settings) {
        try {
            settings.limits().redis().ifPresent(url -> RedisAddress.of(url, LocalNode.REDIS_MILLIS));
        } catch (IllegalArgumentException unusable) {
            throw end("GATEHOUSE_LIMITS_REDIS cannot be read: " + unusable.getMessage() + ".");
        }
    }

    private static void refuseUnknownHeaders(Settings settings) {
        try {
            settings.gateway().headers().ifPresent(OwnHeader::named);
        } catch (IllegalArgumentException unknown) {
            throw end("GATEHOUSE_GATEWAY_HEADERS cannot be read: " + unknown.getMessage() + ".");
        }
    }

    private static void refuseTaken(String address, int port, String name) {
        if (port == 0) return;
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (IOException e) {
            throw end("cannot listen on port " + port + " (" + e.getMessage()
                    + "). Another program may use it; set GATEHOUSE_" + name + "_PORT to a free one.");
        }
    }

    private static Error end(String problem) {
        System.err.println("gatehouse: " + problem);
        System.exit(UNUSABLE);
        return new AssertionError("unreachable");
    }
}
