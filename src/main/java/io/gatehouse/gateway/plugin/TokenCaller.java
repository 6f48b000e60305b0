package io.gatehouse.gateway.plugin;

import java.util.List;

/**
 * Whom a token stands for where it leads to no consumer: what other plugins go by in place of one.
 *
 * @param credential what the issuer calls the caller; null if it does not say
 * @param groups that the issuer says the caller is in; null if nobody asked for them
 */
public record TokenCaller(String credential, List<String> groups) {

    private static final Exchange.Slot<TokenCaller> SLOT = new Exchange.Slot<>();

    /** Null if there is none. */
    public static TokenCaller of(Exchange exchange) {
        return exchange.attachment(SLOT);
    }

    /** Says so for the rest of this request. */
    public void calls(Exchange exchange) {
        exchange.attach(SLOT, this);
    }
}
