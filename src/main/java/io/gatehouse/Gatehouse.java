package io.gatehouse;

import io.gatehouse.cli.Commands;
import io.gatehouse.cli.Surroundings;
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
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** The way in. Looks at the ports first, so that a taken one is a sentence and not a stack trace. */
@QuarkusMain
public final class Gatehouse {
    private static final int UNUSABLE = 2;
    private static final int COMMAND_FAILED = 1;

    private Gatehouse() {}

    /** Why nothing can be started. */
    private static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unusable(String problem) {
            super(problem, null, false, false);
        }
    }

    public static void main(String... arguments) {
        List<String> words = List.of(arguments);
        boolean isCommand = !words.isEmpty() && Commands.has(words.get(0));
        try {
            SlowRequests.install();
            Config config = ConfigProvider.getConfig();
            Settings settings = settings(config);
            if (config.getOptionalValue("gatehouse.node.config", String.class).isPresent())
                throw new Unusable("GATEHOUSE_NODE_CONFIG is called GATEHOUSE_CONFIG now.");
            refuseUnusable(settings.plugins().dir());
            refuseUnusableRedis(settings);
            refuseUnknownHeaders(settings);
            if (isCommand) System.exit(command(settings, words));
            start(settings, arguments);
        } catch (Unusable unusable) {
            System.err.println("gatehouse: " + unusable.getMessage());
            System.exit(isCommand ? COMMAND_FAILED : UNUSABLE);
        }
    }

    private static void start(Settings settings, String... arguments) {
        String problem = NodeJoin.problem(settings);
        if (problem != null) throw new Unusable(problem);
        boolean isNode = settings.role() == Settings.Role.NODE;
        if (!isNode) refuseTaken(settings.portal().address(), settings.portal().port(), "PORTAL");
        refuseTaken(settings.proxy().address(), settings.proxy().port(), "PROXY");
        refuseTaken(settings.admin().address(), settings.admin().port(), "ADMIN");
        if (!isNode) refuseTaken(settings.nodes().address(), settings.nodes().port(), "NODES");
        if (isNode) NodeRole.run(settings);
        else Quarkus.run(Announcement.class, arguments);
    }

    /** Without anything of the framework: it is over before that would have started. */
    private static int command(Settings settings, List<String> words) {
        Surroundings around = new Surroundings(
                () -> LocalNode.plugins(settings),
                settings.data(),
                System::getenv,
                System.in,
                new PrintStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
                        false,
                        StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean("command.terminal"));
        return Commands.run(around, words);
    }

    /** From the same sources as the framework's, before it is there. */
    private static Settings settings(Config config) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().addDefaultInterceptors().withMapping(Settings.class);
        config.getConfigSources().forEach(builder::withSources);
        try {
            return builder.build().getConfigMapping(Settings.class);
        } catch (IllegalArgumentException | NoSuchElementException | ConfigValidationException unreadable) {
            throw new Unusable(
                    "a setting cannot be read: " + unreadable.getMessage().replaceAll("SRCFG\\d+: ", "")
                            + ". docs/configuration.md lists them all.");
        }
    }

    /** Before anything runs that would have to be ended again. */
    private static void refuseUnusable(Path plugins) {
        try {
            PluginJars.beside(BuiltIn.all(), plugins);
        } catch (PluginJars.Unusable unfit) {
            throw new Unusable(unfit.getMessage());
        }
    }

    private static void refuseUnusableRedis(Settings settings) {
        try {
            settings.limits().redis().ifPresent(url -> RedisAddress.of(url, LocalNode.REDIS_MILLIS));
        } catch (IllegalArgumentException unusable) {
            throw new Unusable("GATEHOUSE_LIMITS_REDIS cannot be read: " + unusable.getMessage() + ".");
        }
    }

    private static void refuseUnknownHeaders(Settings settings) {
        try {
            settings.gateway().headers().ifPresent(OwnHeader::named);
        } catch (IllegalArgumentException unknown) {
            throw new Unusable("GATEHOUSE_GATEWAY_HEADERS cannot be read: " + unknown.getMessage() + ".");
        }
    }

    private static void refuseTaken(String address, int port, String name) {
        if (port == 0) return;
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (IOException e) {
            throw new Unusable("cannot listen on port " + port + " (" + e.getMessage()
                    + "). Another program may use it; set GATEHOUSE_" + name + "_PORT to a free one.");
        }
    }
}
