package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import io.gatehouse.gateway.plugin.TokenCaller;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import jakarta.validation.constraints.NotBlank;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Opens a service to some groups of consumers, or closes it to some. */
public final class Acl extends NamedPlugin<Acl.Config> {

    private static final int PRIORITY = 950;

    @Doc("Lets only consumers of some groups through, or all but those. The groups are entities of their own (acls).")
    public record Config(
            @Doc("Groups that may call; all others may not.")
            List<@NotBlank String> allow,

            @Doc("Groups that may not call; all others may.")
            List<@NotBlank String> deny,

            @Doc("Does not tell the upstream the groups in X-Consumer-Groups.")
            Boolean hideGroupsHeader,

            @Doc("Counts the names of the consumer's consumer groups as groups as well.")
            Boolean includeConsumerGroups,

            @Doc(
                    "Groups that came with a token count before those of the consumer. No plugin of this gateway brings any, so that"
                            + " those of the consumer count either way.")
            Boolean alwaysUseAuthenticatedGroups)
            implements ConfigRules {

        public Config {
            hideGroupsHeader = hideGroupsHeader == null ? Boolean.FALSE : hideGroupsHeader;
            includeConsumerGroups = includeConsumerGroups == null ? Boolean.FALSE : includeConsumerGroups;
            alwaysUseAuthenticatedGroups =
                    alwaysUseAuthenticatedGroups == null ? Boolean.FALSE : alwaysUseAuthenticatedGroups;
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            if (isEmpty(allow) == isEmpty(deny)) {
                broken.accept(null, "exactly one of these fields must be non-empty: 'allow', 'deny'");
            }
        }

        private static boolean isEmpty(List<String> groups) {
            return groups == null || groups.isEmpty();
        }
    }

    public Acl() {
        super("acl", PRIORITY, Config.class);
    }

    @Override
    public boolean canBeScopedToConsumers() {
        return false;
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new GroupFilter(config);
    }

    private static final class GroupFilter implements Filter {

        private final Config config;
        private final boolean isAllowing;
        private final Set<String> named;

        GroupFilter(Config config) {
            this.config = config;
            this.isAllowing = !Config.isEmpty(config.allow());
            this.named = Set.copyOf(isAllowing ? config.allow() : config.deny());
        }

        @Override
        public Future<Void> onRequest(Exchange exchange) {
            TokenCaller caller = TokenCaller.of(exchange);
            boolean isOfIssuer = exchange.consumer() == null && caller != null && caller.groups() != null;
            if (exchange.consumer() == null && !isOfIssuer) {
                exchange.refuse(401, "Unauthorized");
                return DONE;
            }
            List<String> groups = isOfIssuer ? caller.groups() : groups(exchange);
            boolean isNamed = !Collections.disjoint(named, groups);
            if (isNamed != isAllowing) {
                exchange.refuse(403, "You cannot consume this service");
                return DONE;
            }
            MultiMap headers = exchange.upstream().headers();
            String header = isOfIssuer ? "X-Authenticated-Groups" : "X-Consumer-Groups";
            headers.remove(header);
            if (!config.hideGroupsHeader() && !groups.isEmpty()) {
                headers.set(header, String.join(", ", groups));
            }
            return DONE;
        }

        private List<String> groups(Exchange exchange) {
            List<String> own = exchange.consumer().aclGroups();
            return config.includeConsumerGroups()
                    ? Stream.concat(own.stream(), exchange.consumerGroups().stream())
                            .distinct()
                            .toList()
                    : own;
        }
    }
}
