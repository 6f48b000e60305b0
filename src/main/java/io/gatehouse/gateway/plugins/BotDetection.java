package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.NamedPlugin;
import io.gatehouse.gateway.plugin.Scope;
import io.vertx.core.Future;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.regex.Pattern;

/** Keeps out clients that say that they are robots. Whoever lies about it passes, so this is for order and not for safety. */
public final class BotDetection extends NamedPlugin<BotDetection.Config> {

    private static final int PRIORITY = 2500;
    private static final int LONGEST = 1_024;

    /** What crawlers, link previews and monitors call themselves. */
    private static final Pattern KNOWN = Pattern.compile(
            "bot\\b|bot/|crawler|crawling|spider|slurp|scrapy|facebookexternalhit|mediapartners|pingdom|ia_archiver"
                    + "|heritrix|nutch|wget-mirror|httrack|sitechecker|siteexplorer|feedfetcher|bingpreview",
            Pattern.CASE_INSENSITIVE);

    @Doc("Refuses clients whose User-Agent is one of a crawler, a link preview or a monitor.")
    public record Config(
            @Doc(
                    "Regular expressions; a client whose User-Agent one of them finds is let through, whatever else it is.")
            List<@NotBlank String> allow,

            @Doc("Regular expressions; a client whose User-Agent one of them finds is refused.")
            List<@NotBlank String> deny) {

        public Config {
            allow = allow == null ? List.of() : List.copyOf(allow);
            deny = deny == null ? List.of() : List.copyOf(deny);
        }
    }

    public BotDetection() {
        super("bot-detection", PRIORITY, Config.class);
    }

    @Override
    public boolean canBeScopedToConsumers() {
        return false;
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        List<Pattern> allow = config.allow().stream().map(Pattern::compile).toList();
        List<Pattern> deny = config.deny().stream().map(Pattern::compile).toList();
        return new Filter() {
            @Override
            public Future<Void> onRequest(Exchange exchange) {
                List<String> agents = exchange.request().headers().getAll("User-Agent");
                if (agents.size() > 1) {
                    exchange.refuse(400, "Only one User-Agent header allowed");
                } else if (!agents.isEmpty() && isRefused(agents.get(0))) {
                    exchange.refuse(403, "Forbidden");
                }
                return DONE;
            }

            private boolean isRefused(String agent) {
                String read = agent.length() > LONGEST ? agent.substring(0, LONGEST) : agent;
                if (finds(allow, read)) {
                    return false;
                }
                return finds(deny, read) || KNOWN.matcher(read).find();
            }
        };
    }

    private static boolean finds(List<Pattern> patterns, String text) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(text).find());
    }
}
