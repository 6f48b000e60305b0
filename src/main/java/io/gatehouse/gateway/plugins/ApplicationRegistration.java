package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import io.vertx.core.Future;

/** Lets an application call only the APIs that it is registered for, each on the plan of its registration. */
public final class ApplicationRegistration extends NamedPlugin<ApplicationRegistration.Config> {

    /** After every way to authenticate, before everything that depends on the plan. */
    private static final int PRIORITY = 995;

    @Doc("Lets a key open only the services that its application is registered for, on the plan of that registration.")
    public record Config(
            @Doc("What an application without a registration is told.")
            String message) {

        public Config {
            message = message == null ? "This application is not registered for this API" : message;
        }
    }

    public ApplicationRegistration() {
        super("application-registration", PRIORITY, Config.class);
    }

    @Override
    public boolean canBeScopedToConsumers() {
        return false;
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new Filter() {
            @Override
            public Future<Void> onRequest(Exchange exchange) {
                if (exchange.consumer() == null) {
                    exchange.refuse(401, "Unauthorized");
                    return DONE;
                }
                String group = exchange.service() == null
                        ? null
                        : exchange.consumer()
                                .registrations()
                                .get(exchange.service().id());
                if (group == null) {
                    exchange.refuse(403, config.message());
                } else {
                    exchange.joinGroup(group);
                }
                return DONE;
            }
        };
    }
}
