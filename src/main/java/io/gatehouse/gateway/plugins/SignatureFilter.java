package io.gatehouse.gateway.plugins;

import io.gatehouse.gateway.config.HmacAuthCredential;
import io.gatehouse.gateway.credential.IdentityIndex;
import io.gatehouse.gateway.credential.IdentityIndex.Holder;
import io.gatehouse.gateway.plugin.Authentication;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.Filter;
import io.gatehouse.gateway.plugin.Scope;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs again what the caller says it has signed, and compares. */
final class SignatureFilter implements Filter {

    private static final String NOT_VERIFIED = "HMAC signature cannot be verified";
    private static final String NO_DATE =
            NOT_VERIFIED + ", a valid date or x-date header is required for HMAC Authentication";
    private static final String NO_MATCH = "HMAC signature does not match";
    private static final List<String> DATES = List.of("x-date", "date");
    private static final int MOST_BODY_BYTES = 8 << 20;

    private final HmacAuth.Config config;
    private final IdentityIndex identities;
    private final InstantSource clock;
    private final List<String> enforced;
    private final Authentication authentication;

    SignatureFilter(HmacAuth.Config config, Scope scope) {
        this.config = config;
        this.identities = scope.identities();
        this.clock = scope.clock();
        this.enforced = config.enforceHeaders().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        this.authentication = new Authentication(identities, config.anonymous(), "hmac", config.realm());
    }

    @Override
    public Future<Void> onRequest(Exchange exchange) {
        if (authentication.isSettled(exchange)) {
            return DONE;
        }
        MultiMap headers = exchange.request().headers();
        if (!headers.contains(Authentication.AUTHORIZATION) && !headers.contains(Authentication.PROXY_AUTHORIZATION)) {
            authentication.fail(exchange, "Unauthorized");
            return DONE;
        }
        if (DATES.stream().noneMatch(name -> isNow(valueOf(headers, name)))) {
            authentication.fail(exchange, NO_DATE);
            return DONE;
        }
        Signature signature = Signature.in(exchange, Authentication.PROXY_AUTHORIZATION)
                .or(() -> Signature.in(exchange, Authentication.AUTHORIZATION))
                .filter(found -> isEnough(found, headers))
                .orElse(null);
        Holder holder = signature == null ? null : identities.holder(HmacAuth.TYPE, signature.username);
        String text = holder == null ? null : signedText(exchange.request(), signature.names);
        if (text == null) {
            authentication.fail(exchange, NOT_VERIFIED);
            return DONE;
        }
        if (!signature.isOf(text, (HmacAuthCredential) holder.proof())) {
            authentication.fail(exchange, NO_MATCH);
            return DONE;
        }
        if (!config.validateRequestBody()) {
            accept(exchange, holder, signature);
            return DONE;
        }
        return exchange.body(MOST_BODY_BYTES).map(body -> {
            if (!exchange.isAnswered()) {
                if (isDigested(exchange, body)) {
                    accept(exchange, holder, signature);
                } else {
                    authentication.fail(exchange, NO_MATCH);
                }
            }
            return null;
        });
    }

    @Override
    public void onResponse(Exchange exchange) {
        authentication.challenge(exchange);
    }

    private void accept(Exchange exchange, Holder holder, Signature signature) {
        if (config.hideCredentials()) {
            exchange.upstream().headers().remove(signature.header);
        }
        exchange.authenticated(holder.consumer(), holder.credentialId(), signature.username);
    }

    /** A date that was signed counts for itself: another one beside it does not make an old request a new one. */
    private boolean isEnough(Signature signature, MultiMap headers) {
        return config.algorithms().contains(signature.algorithm)
                && signature.names.containsAll(enforced)
                && DATES.stream().allMatch(name -> !signature.names.contains(name) || isNow(valueOf(headers, name)));
    }

    private boolean isNow(String date) {
        if (date == null) {
            return false;
        }
        try {
            Instant sent = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
            return Math.abs(clock.instant().getEpochSecond() - sent.getEpochSecond()) <= config.clockSkew();
        } catch (DateTimeException notDate) {
            return false;
        }
    }

    /** A line for each name; null if something is not there. */
    private static String signedText(Exchange.Request request, List<String> names) {
        String line = request.requestLine();
        StringJoiner text = new StringJoiner("\n");
        for (String name : names) {
            if (name.equals("request-line")) {
                text.add(line);
            } else if (name.equals("@request-target")) {
                String target = line.substring(line.indexOf(' '), line.lastIndexOf(' '));
                text.add(name + ": " + request.method().toLowerCase(Locale.ROOT) + target);
            } else {
                String value = valueOf(request.headers(), name);
                if (value == null) {
                    return null;
                }
                text.add(name + ": " + value);
            }
        }
        return text.toString();
    }

    /** All that the upstream gets of this name, so that nothing can be slipped in beside what was signed; null for nothing. */
    private static String valueOf(MultiMap headers, String name) {
        List<String> values = headers.getAll(name);
        return values.isEmpty() ? null : String.join(", ", values);
    }

    private static boolean isDigested(Exchange exchange, Buffer body) {
        String digest = valueOf(exchange.request().headers(), "digest");
        if (digest == null) {
            return body.length() == 0;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes());
            return digest.equals("SHA-256=" + Base64.getEncoder().encodeToString(hash));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What a request says of its signature.
     *
     * @param header where it says so
     * @param names what was signed, in lower case
     */
    private record Signature(
            String header, String username, HmacAuth.Algorithm algorithm, List<String> names, byte[] bytes) {

        private static final Pattern FIELDS = Pattern.compile(
                "\\s*hmac\\s+username=\"([^\"]+)\",\\s*algorithm=\"([^\"]+)\","
                        + "\\s*headers=\"([^\"]+)\",\\s*signature=\"([^\"]+)\"\\s*",
                Pattern.CASE_INSENSITIVE);

        static Optional<Signature> in(Exchange exchange, String header) {
            String value = Authentication.only(exchange, header);
            Matcher fields = FIELDS.matcher(value == null ? "" : value);
            if (!fields.matches()) {
                return Optional.empty();
            }
            return HmacAuth.Algorithm.named(fields.group(2)).flatMap(algorithm -> {
                try {
                    List<String> names = List.of(
                            fields.group(3).strip().toLowerCase(Locale.ROOT).split(" +"));
                    byte[] bytes = Base64.getDecoder().decode(fields.group(4));
                    return Optional.of(new Signature(header, fields.group(1), algorithm, names, bytes));
                } catch (IllegalArgumentException notBase64) {
                    return Optional.empty();
                }
            });
        }

        boolean isOf(String text, HmacAuthCredential credential) {
            try {
                byte[] secret = credential.secret().getBytes(StandardCharsets.UTF_8);
                Mac mac = Mac.getInstance(algorithm.javaName());
                mac.init(new SecretKeySpec(secret, algorithm.javaName()));
                return MessageDigest.isEqual(bytes, mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
