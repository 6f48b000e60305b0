package io.gatehouse.gateway.plugin;

import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.credential.IdentityIndex;
import java.util.List;

/** What all filters do that ask who calls: whoever cannot say is refused, or is the anonymous consumer. One for each filter. */
public final class Authentication {

    public static final String AUTHORIZATION = "authorization";
    public static final String PROXY_AUTHORIZATION = "proxy-authorization";

    private final Exchange.Slot<String> refused = new Exchange.Slot<>();
    private final IdentityIndex identities;
    private final String anonymous;
    private final String challenge;
    private final String separator;

    /**
     * @param anonymous username or id of the consumer that stands for everybody else, null to refuse them
     * @param scheme such as {@code Basic}
     * @param realm may be null
     */
    public Authentication(IdentityIndex identities, String anonymous, String scheme, String realm) {
        this.identities = identities;
        this.anonymous = anonymous;
        this.challenge = realm == null ? scheme : scheme + " realm=\"" + realm.replace("\"", "") + '"';
        this.separator = realm == null ? " " : ", ";
    }

    /** The only value of a header; null if there is none, or one can not tell which of several counts. */
    public static String only(Exchange exchange, String header) {
        List<String> values = exchange.request().headers().getAll(header);
        return values.size() == 1 ? values.get(0) : null;
    }

    /** Whether an earlier filter was satisfied and this one need not be: with an anonymous consumer any of them is enough. */
    public boolean isSettled(Exchange exchange) {
        return anonymous != null && (exchange.credentialId() != null || TokenCaller.of(exchange) != null);
    }

    /** Nothing that the request carries is good here. */
    public void fail(Exchange exchange, String message) {
        fail(exchange, null, () -> exchange.refuse(401, message));
    }

    /** @param parameter said in the challenge beside the realm; null for none */
    public void fail(Exchange exchange, String parameter, Runnable refusal) {
        if (anonymous == null) {
            exchange.attach(refused, parameter == null ? challenge : challenge + separator + parameter);
            refusal.run();
        } else if (exchange.consumer() == null) {
            Consumer consumer = identities.consumer(anonymous);
            if (consumer == null) {
                exchange.refuse(500, "anonymous consumer " + anonymous + " is configured but doesn't exist");
            } else {
                exchange.authenticated(consumer, null);
            }
        }
    }

    /** In the response phase: how one authenticates here. */
    public void challenge(Exchange exchange) {
        String challenge = exchange.attachment(refused);
        int status = exchange.response().status();
        if (challenge != null && (status == 401 || status == 403)) {
            exchange.response().headers().set("WWW-Authenticate", challenge);
        }
    }
}
