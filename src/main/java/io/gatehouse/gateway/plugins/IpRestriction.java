package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.plugin.AddressBlocks;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import io.vertx.core.Future;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.function.BiConsumer;

/** Lets only some addresses call, or some not. */
public final class IpRestriction extends NamedPlugin<IpRestriction.Config> {

    private static final int PRIORITY = 990;

    @Doc("Lets only some addresses call, or some not. The address is the client's own, behind trusted proxies.")
    public record Config(
            @Doc("Addresses and CIDR blocks that may call; all others may not.")
            List<@NotBlank String> allow,

            @Doc("Addresses and CIDR blocks that may not call; looked at first.")
            List<@NotBlank String> deny,

            @Doc("Status of a refusal.") @Min(400) @Max(599) Integer status,

            @Doc("Message of a refusal; without one it names the address.")
            String message)
            implements ConfigRules {

        @Override
        public void check(BiConsumer<String, String> broken) {
            if (isEmpty(allow) && isEmpty(deny)) {
                broken.accept(null, "at least one of these fields must be non-empty: 'allow', 'deny'");
            }
            checkEach("allow", allow, broken);
            checkEach("deny", deny, broken);
        }

        private static void checkEach(String field, List<String> blocks, BiConsumer<String, String> broken) {
            for (int i = 0; blocks != null && i < blocks.size(); i++) {
                try {
                    AddressBlocks.of(List.of(blocks.get(i)));
                } catch (IllegalArgumentException e) {
                    broken.accept(field + "." + (i + 1), "invalid ip or cidr range: '" + blocks.get(i) + "'");
                }
            }
        }

        private static boolean isEmpty(List<String> blocks) {
            return blocks == null || blocks.isEmpty();
        }
    }

    public IpRestriction() {
        super("ip-restriction", PRIORITY, Config.class);
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        AddressBlocks allow = AddressBlocks.of(config.allow() == null ? List.of() : config.allow());
        AddressBlocks deny = AddressBlocks.of(config.deny() == null ? List.of() : config.deny());
        int status = config.status() == null ? 403 : config.status();
        return new Filter() {
            @Override
            public Future<Void> onRequest(Exchange exchange) {
                String address = exchange.request().clientAddress();
                if (deny.contain(address) || !allow.isEmpty() && !allow.contain(address)) {
                    exchange.refuse(
                            status, config.message() == null ? "IP address not allowed: " + address : config.message());
                }
                return DONE;
            }
        };
    }
}
