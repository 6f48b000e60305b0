package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.plugin.Arguments;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.FieldChanges;
import io.gatehouse.gateway.plugin.FieldsBody;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.HeaderFields;
import io.gatehouse.gateway.plugin.Template;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Set;

/** Changes requests by rules that are compiled once. */
final class TransformFilter implements Filter {
    private static final int MOST_BODY_BYTES = 10 << 20;
    private static final int MOST_QUERY_CHARS = 32 << 10;
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "TRACE");

    private final String method;
    private final Template uri;
    private final Template host;
    private final FieldChanges headers;
    private final FieldChanges query;
    private final FieldChanges body;
    private final boolean dotsInKeys;
    private final boolean movesForm;

    TransformFilter(RequestTransformer.Config config) {
        this.method = config.httpMethod();
        this.movesForm = method != null && WITHOUT_BODY.contains(method);
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
                        .filter(entry -> !RequestTransformer.isHost(entry))
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
        String type = exchange.request().headers().get("content-type");
        if (!changeHead(exchange, values)) {
            exchange.refuse(400, "Bad request");
            return DONE;
        }
        boolean moves = movesForm && FieldsBody.isArguments(type);
        if (!moves && (body.isEmpty() || !FieldsBody.canRead(type))) {
            changeQuery(exchange, values);
            return DONE;
        }
        return exchange.body(MOST_BODY_BYTES).map(bytes -> {
            if (exchange.isAnswered()) return null;
            if (moves && !moveForm(exchange.upstream(), bytes)) {
                exchange.refuse(414, "URI too long");
                return null;
            }
            changeQuery(exchange, values);
            if (!body.isEmpty()) changeBody(exchange, values, type, bytes);
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
            FieldChanges.Rendered rendered = headers.render(values).with(HeaderFields::written);
            if (!rendered.values().allMatch(TransformFilter::isSafe)) {
                return false;
            }
            rendered.applyTo(new HeaderFields(upstream.headers()));
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

    /** A request that is made a GET takes its arguments along where a GET has them. False when they are too many. */
    private static boolean moveForm(Exchange.Upstream upstream, Buffer form) {
        if (form.length() == 0) return true;
        if (form.length() > 3 * MOST_QUERY_CHARS) return false;
        // Read and written, so that nothing stands there that a query cannot have.
        Arguments moved = Arguments.parse(upstream.query());
        Arguments arguments = Arguments.parse(form.toString());
        for (String name : arguments.names()) {
            arguments.all(name).forEach(value -> moved.append(name, value));
        }
        String query = moved.encoded();
        if (query.length() > MOST_QUERY_CHARS) return false;
        upstream.query(query);
        return true;
    }

    private void changeQuery(Exchange exchange, TemplateValues values) {
        if (query.isEmpty()) return;
        Arguments arguments = Arguments.parse(exchange.upstream().query());
        query.render(values).applyTo(arguments);
        String encoded = arguments.encoded();
        exchange.upstream().query(encoded.isEmpty() ? null : encoded);
    }

    private void changeBody(Exchange exchange, TemplateValues values, String type, Buffer bytes) {
        if (bytes.length() == 0 && !body.canAdd()) return;
        FieldsBody read = FieldsBody.read(type, bytes, dotsInKeys).orElse(null);
        if (read == null) {
            if (FieldsBody.hasTooMany(type, bytes)) exchange.refuse(413, "Request body too large");
            return;
        }
        FieldChanges.Rendered changes = body.render(values);
        if (!changes.values().allMatch(read::canHold)) {
            exchange.refuse(400, "Bad request");
            return;
        }
        changes.applyTo(read.fields());
        exchange.replaceBody(read.bytes());
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

    /** The request as it came: templates see nothing of what other rules have changed. */
    private record TemplateValues(Exchange exchange) implements Template.Values {

        @Override
        public String header(String name) {
            String value = exchange.request().headers().get(name);
            return value == null ? null : HeaderFields.text(value);
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
