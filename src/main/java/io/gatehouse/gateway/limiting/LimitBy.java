package io.gatehouse.gateway.limiting;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.plugin.TokenCaller;

/** Who shares a count. Whoever cannot be told apart as asked is counted by address. */
public enum LimitBy {
    @JsonProperty("consumer")
    CONSUMER,
    @JsonProperty("credential")
    CREDENTIAL,
    @JsonProperty("ip")
    IP,
    @JsonProperty("service")
    SERVICE,
    @JsonProperty("header")
    HEADER,
    @JsonProperty("path")
    PATH,
    @JsonProperty("consumer-group")
    CONSUMER_GROUP;

    /** @param header only for those counted by header; so {@code path} */
    public String caller(Exchange exchange, String header, String path) {
        String caller = switch (this) {
            case CONSUMER ->
                exchange.consumer() == null
                        ? credential(exchange)
                        : exchange.consumer().id().toString();
            case CREDENTIAL -> credential(exchange);
            case SERVICE ->
                exchange.service() == null ? null : exchange.service().id().toString();
            case HEADER -> named("header ", exchange.request().headers().get(header));
            case PATH -> exchange.request().path().equals(path) ? path : null;
            case CONSUMER_GROUP ->
                exchange.consumerGroups().isEmpty()
                        ? null
                        : named("group ", exchange.consumerGroups().get(0));
            case IP -> null;
        };
        return caller == null ? exchange.request().clientAddress() : caller;
    }

    private static String credential(Exchange exchange) {
        if (exchange.credentialId() != null) {
            return exchange.credentialId().toString();
        }
        TokenCaller caller = TokenCaller.of(exchange);
        return caller == null ? null : named("token ", caller.credential());
    }

    /** A value that callers choose must not pass for somebody's id. */
    private static String named(String kind, String value) {
        return value == null ? null : kind + value;
    }
}
