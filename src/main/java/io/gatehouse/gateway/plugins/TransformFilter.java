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

/** Changes requests by rules that are compiled once. */
final class TransformFilter implements Filter {
    private static final int MOST_BODY_BYTES = 10 << 20;

    private final String method;
    private final Template uri;
    private final Template host;
    private final FieldChanges headers;
    private final FieldChanges query;
    private final FieldChanges body;
    private final boolean dotsInKeys;

    TransformFilter(RequestTransformer.Config config) {
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
        if (!changeHead(exchange, values)) {
            exchange.refuse(400, "Bad request");
            return DONE;
        }
        if (body.isEmpty() || !FieldsBody.canRead(exchange.request().headers().get("content-type"))) {
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
