package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.config.ConfigRules;
import io.gatehouse.gateway.plugin.Arguments;
import io.gatehouse.gateway.plugin.Doc;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.FieldChanges;
import io.gatehouse.gateway.plugin.FieldsBody;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.HeaderFields;
import io.gatehouse.gateway.plugin.Plugin;
import io.gatehouse.gateway.plugin.Scope;
import io.gatehouse.gateway.plugin.Template;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/** Changes headers, query arguments and body of a request on its way upstream. */
public final class RequestTransformer implements Plugin<RequestTransformer.Config> {

    private static final int PRIORITY = 801;
    private static final int MOST_BODY_BYTES = 10 << 20;

    /** The gateway writes these itself; a second opinion about where a message ends is how requests are smuggled. */
    private static final Set<String> OWNED = Set.of(
            "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "keep-alive", "expect");

    @Doc("Changes the request on its way upstream, in this order: remove, rename, replace, add, append. Values may hold"
            + " $(headers.name), $(query_params.name) and $(uri_captures.name), each with “or 'default'”.")
    public record Config(
            @Doc("Method of the upstream request.") @Pattern(regexp = "[A-Z]+", message = "use upper case letters")
            String httpMethod,

            @Doc("Names to take out.") Names remove,
            @Doc("old:new, for names that are there.") Entries rename,
            @Doc("name:value, for names that are there.") Replacements replace,

            @Doc("name:value, for names that are not there.")
            Entries add,

            @Doc("name:value, in addition to what is there.")
            Entries append,

            @Doc("Takes a dot as part of a name; otherwise it leads into an object of a JSON body.")
            Boolean dotsInKeys)
            implements ConfigRules {

        public Config {
            remove = remove == null ? new Names(null, null, null) : remove;
            rename = rename == null ? new Entries(null, null, null) : rename;
            replace = replace == null ? new Replacements(null, null, null, null) : replace;
            add = add == null ? new Entries(null, null, null) : add;
            append = append == null ? new Entries(null, null, null) : append;
            dotsInKeys = dotsInKeys == null ? Boolean.TRUE : dotsInKeys;
        }

        @Override
        public void check(BiConsumer<String, String> broken) {
            rename.check("rename", broken);
            replace.check("replace", broken);
            add.check("add", broken);
            append.check("append", broken);
        }
    }

    /** What to remove. */
    public record Names(
            @Doc("Header names.") List<String> headers,
            @Doc("Names of query arguments.") List<String> querystring,
            @Doc("Members of a JSON or form body.") List<String> body) {

        public Names {
            headers = headers == null ? List.of() : List.copyOf(headers);
            querystring = querystring == null ? List.of() : List.copyOf(querystring);
            body = body == null ? List.of() : List.copyOf(body);
        }
    }

    /** Names with values. */
    public record Entries(
            @Doc("Headers.") List<String> headers,
            @Doc("Query arguments.") List<String> querystring,
            @Doc("Members of a JSON or form body.") List<String> body) {

        public Entries {
            headers = headers == null ? List.of() : List.copyOf(headers);
            querystring = querystring == null ? List.of() : List.copyOf(querystring);
            body = body == null ? List.of() : List.copyOf(body);
        }

        void check(String field, BiConsumer<String, String> broken) {
            checkHeaders(field + ".headers", headers, broken);
            checkEntries(field + ".querystring", querystring, broken);
            checkEntries(field + ".body", body, broken);
            if (!field.equals("replace") && headers.stream().anyMatch(RequestTransformer::isHost)) {
                broken.accept(field + ".headers", "Host can only be replaced; use replace.headers");
            }
        }
    }

    /** Names with new values, and the path. */
    public record Replacements(
            @Doc("Path of the upstream request, instead of the one that service and route give.")
            String uri,

            @Doc("Headers.") List<String> headers,
            @Doc("Query arguments.") List<String> querystring,
            @Doc("Members of a JSON or form body.") List<String> body) {

        public Replacements {
            headers = headers == null ? List.of() : List.copyOf(headers);
            querystring = querystring == null ? List.of() : List.copyOf(querystring);
            body = body == null ? List.of() : List.copyOf(body);
        }

        void check(String field, BiConsumer<String, String> broken) {
            new Entries(headers, querystring, body).check(field, broken);
            if (uri != null) {
                checkTemplate(field + ".uri", uri, broken);
            }
        }
    }

    @Override
    public String name() {
        return "request-transformer";
    }

    @Override
    public int priority() {
        return PRIORITY;
    }

    @Override
    public Class<Config> configType() {
        return Config.class;
    }

    @Override
    public Filter bind(Config config, Scope scope) {
        return new TransformFilter(config);
    }

    private static void checkHeaders(String field, List<String> entries, BiConsumer<String, String> broken) {
        checkEntries(field, entries, broken);
        for (int i = 0; i < entries.size(); i++) {
            boolean renames = field.startsWith("rename");
            String entry = entries.get(i);
            String name = (renames ? FieldChanges.valueIn(entry) : FieldChanges.nameIn(entry)).toLowerCase(Locale.ROOT);
            if (OWNED.contains(name)) {
                broken.accept(field + "." + (i + 1), "'" + name + "' is written by the gateway itself");
            } else if (!name.matches("[!#$%&'*+.^_`|~0-9a-z-]+")) {
                broken.accept(field + "." + (i + 1), "'" + name + "' is not a header name");
            }
        }
    }

    private static void checkEntries(String field, List<String> entries, BiConsumer<String, String> broken) {
        for (int i = 0; i < entries.size(); i++) {
            String at = field + "." + (i + 1);
            if (entries.get(i).indexOf(':') < 1) {
                broken.accept(at, "'" + entries.get(i) + "' should have the form name:value");
            } else {
                checkTemplate(at, FieldChanges.valueIn(entries.get(i)), broken);
            }
        }
    }

    private static void checkTemplate(String field, String text, BiConsumer<String, String> broken) {
        try {
            Template.compile(text);
        } catch (IllegalArgumentException e) {
            broken.accept(field, e.getMessage());
        }
    }

    private static boolean isHost(String entry) {
        return FieldChanges.nameIn(entry).equalsIgnoreCase("host");
    }

    private static final class TransformFilter implements Filter {

        private final String method;
        private final Template uri;
        private final Template host;
        private final FieldChanges headers;
        private final FieldChanges query;
        private final FieldChanges body;
        private final boolean dotsInKeys;

        TransformFilter(Config config) {
            this.method = config.httpMethod();
            this.uri = config.replace().uri() == null
                    ? null
                    : Template.compile(config.replace().uri());
            this.host = config.replace().headers().stream()
                    .filter(RequestTransformer::isHost)
                    .findFirst()
                    .map(entry -> Template.compile(FieldChanges.valueIn(entry)))
                    .orElse(null);
            this.headers = new FieldChanges(
                    config.remove().headers(),
                    config.rename().headers(),
                    config.replace().headers().stream()
                            .filter(entry -> !isHost(entry))
                            .toList(),
                    config.add().headers(),
                    config.append().headers());
            this.query = new FieldChanges(
                    config.remove().querystring(),
                    config.rename().querystring(),
                    config.replace().querystring(),
                    config.add().querystring(),
                    config.append().querystring());
            this.body = new FieldChanges(
                    config.remove().body(),
                    config.rename().body(),
                    config.replace().body(),
                    config.add().body(),
                    config.append().body());
            this.dotsInKeys = config.dotsInKeys();
        }

        @Override
        public Future<Void> onRequest(Exchange exchange) {
            TemplateValues values = new TemplateValues(exchange);
            if (!changeHead(exchange, values)) {
                exchange.refuse(400, "Bad request");
                return DONE;
            }
            if (body.isEmpty()
                    || !FieldsBody.canRead(exchange.request().headers().get("content-type"))) {
                return DONE;
            }
            return exchange.body(MOST_BODY_BYTES).map(bytes -> {
                if (!exchange.isAnswered()) {
                    changeBody(exchange, values, bytes);
                }
                return null;
            });
        }

        /** False when a value from the request would break out of a header or the request line. */
        private boolean changeHead(Exchange exchange, TemplateValues values) {
            Exchange.Upstream upstream = exchange.upstream();
            if (method != null) {
                upstream.method(method);
            }
            if (!headers.isEmpty()) {
                FieldChanges.Rendered rendered = headers.render(values);
                if (!rendered.values().allMatch(TransformFilter::isSafe)) {
                    return false;
                }
                rendered.applyTo(new HeaderFields(upstream.headers()));
            }
            if (!query.isEmpty()) {
                Arguments arguments = Arguments.parse(upstream.query());
                query.render(values).applyTo(arguments);
                String encoded = arguments.encoded();
                upstream.query(encoded.isEmpty() ? null : encoded);
            }
            if (host != null) {
                String name = host.render(values);
                if (!name.matches("[A-Za-z0-9._~\\[\\]:-]+")) {
                    return false;
                }
                upstream.host(name);
            }
            if (uri != null) {
                String path = uri.render(values);
                if (!isSafePath(path)) {
                    return false;
                }
                upstream.path(path);
            }
            return true;
        }

        private void changeBody(Exchange exchange, TemplateValues values, Buffer bytes) {
            FieldsBody.read(exchange.request().headers().get("content-type"), bytes, dotsInKeys)
                    .ifPresent(read -> {
                        body.render(values).applyTo(read.fields());
                        exchange.replaceBody(read.bytes());
                    });
        }

        /** What a request brings along must not lead out of the path that the rule names. */
        private static boolean isSafePath(String path) {
            if (!path.matches("/[\\x21\\x22\\x24-\\x3e\\x40-\\x5b\\x5d-\\x7e]*")) {
                return false;
            }
            String plain = path.toLowerCase(Locale.ROOT).replace("%2e", ".");
            return !plain.matches(".*(%2f|%5c|%00|%25|/\\.\\.?(/.*|;.*|$)).*");
        }

        private static boolean isSafe(String value) {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c < ' ' && c != '\t' || c == 0x7f || c > 0xff) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The request as it came: templates see nothing of what other rules have changed. */
    private record TemplateValues(Exchange exchange) implements Template.Values {

        @Override
        public String header(String name) {
            return exchange.request().headers().get(name);
        }

        @Override
        public String queryParam(String name) {
            return Arguments.parse(exchange.request().query()).first(name);
        }

        @Override
        public String uriCapture(String nameOrNumber) {
            return exchange.uriCapture(nameOrNumber);
        }
    }
}
