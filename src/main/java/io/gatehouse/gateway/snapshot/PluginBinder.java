package io.gatehouse.gateway.snapshot;

import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.gateway.config.Kind;
import io.gatehouse.gateway.config.PluginConfig;
import io.gatehouse.gateway.config.Ref;
import io.gatehouse.gateway.credential.IdentityIndex;
import io.gatehouse.gateway.limit.LocalRateLimiter;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.Plugins;
import io.gatehouse.gateway.plugin.Plugins.Known;
import io.gatehouse.gateway.plugin.Scope;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Turns plugin configurations into filters, each exactly once per topology. */
final class PluginBinder {

    private final Plugins plugins;
    private final IdentityIndex identities;
    private final LocalRateLimiter limiter;
    private final InstantSource clock;
    private final Consumer<ConfigProblem> problems;

    PluginBinder(
            Plugins plugins,
            IdentityIndex identities,
            LocalRateLimiter limiter,
            InstantSource clock,
            Consumer<ConfigProblem> problems) {
        this.plugins = plugins;
        this.identities = identities;
        this.limiter = limiter;
        this.clock = clock;
        this.problems = problems;
    }

    /** Empty when it is switched off or not in order; a faulty one is told even if it is off. */
    Optional<BoundPlugin> bind(PluginConfig config) {
        if (config.name() == null) {
            return Optional.empty();
        }
        Optional<Known<?>> known = plugins.find(config.name());
        if (known.isEmpty()) {
            problem(
                    config,
                    "name",
                    "plugin '" + config.name() + "' is not known; known are: " + String.join(", ", plugins.names()));
            return Optional.empty();
        }
        checkScope(known.get(), config);
        return filter(known.get(), config)
                .filter(filter -> config.enabled())
                .map(filter -> new BoundPlugin(config, known.get().plugin().priority(), filter));
    }

    private void checkScope(Known<?> known, PluginConfig config) {
        if (known.plugin().canBeScopedToConsumers()) {
            return;
        }
        String problem = "value must be null: '" + config.name() + "' runs before it is known who calls";
        if (config.consumer() != null) {
            problem(config, "consumer", problem);
        }
        if (config.consumerGroup() != null) {
            problem(config, "consumer_group", problem);
        }
    }

    private <C extends Record> Optional<Filter> filter(Known<C> known, PluginConfig config) {
        var reading = known.read(config.config());
        reading.misfits().forEach(misfit -> problem(config, wirePath(misfit.field()), misfit.message()));
        Scope scope = new Scope(idOf(config.service()), idOf(config.route()), identities, limiter, clock);
        try {
            return reading.config().map(read -> known.plugin().bind(read, scope));
        } catch (IllegalArgumentException e) {
            problem(config, "config", e.getMessage());
            return Optional.empty();
        } catch (RuntimeException | LinkageError broken) {
            // Such as one in a JAR that lacks a class: what is in force stays so, and whoever changes it is told.
            problem(config, "config", "the plugin fails with it: " + broken);
            return Optional.empty();
        }
    }

    private void problem(PluginConfig config, String field, String message) {
        problems.accept(Kind.PLUGINS.problem(config, field, message));
    }

    private static String wirePath(String field) {
        return field == null ? "config" : "config." + field;
    }

    private static UUID idOf(Ref ref) {
        return ref == null ? null : ref.id();
    }
}
