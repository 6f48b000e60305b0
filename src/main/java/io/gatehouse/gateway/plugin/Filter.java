package io.gatehouse.gateway.plugin;

import io.vertx.core.Future;

/** A plugin bound to one configuration. Shared by all requests: what belongs to one request is kept on the exchange. */
public interface Filter {

    /** For a filter that needs no waiting: the chain goes on without a detour. */
    Future<Void> DONE = Future.succeededFuture();

    /** Before the upstream is called. An answer given with {@link Exchange#respond} ends this phase. */
    default Future<Void> onRequest(Exchange exchange) {
        return DONE;
    }

    /**
     * Before the head of the response leaves, whoever produced it. {@link Exchange#refuse} puts a refusal in place of what the upstream
     * has answered, for which this is called again.
     */
    default void onResponse(Exchange exchange) {}

    /** After the response was sent, or the connection was lost. */
    default void onLog(Exchange exchange) {}
}
