package io.gatehouse.gateway.plugin;

import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * One request and its answer on their way through the gateway. Lives on one event loop and needs no lock. What the client sent
 * is read from {@link #request}; what goes upstream is changed in {@link #upstream}; the answer in {@link #response}.
 */
public interface Exchange {

    /** 32 hex digits; in a header of every answer, and in the log. */
    String requestId();

    /** What the client sent. Read only. */
    Request request();

    /** What the upstream will get. Changes are possible until the request phase ends. */
    Upstream upstream();

    /** The answer's head; there from the response phase on. */
    Response response();

    /** Null when no route matched. */
    Route route();

    /** Null when no route matched, or the route has no service. */
    Service service();

    /** What the route's regular expression caught, by name or number; null if there is no such capture. */
    String uriCapture(String nameOrNumber);

    /** What the route takes off the path before it goes upstream; null when it takes nothing. */
    default String strippedPrefix() {
        return null;
    }

    /** Null until a credential was accepted. */
    Consumer consumer();

    /** The accepted credential's id, null for an anonymous consumer. */
    UUID credentialId();

    /** Says who calls. Sets the identity headers towards the upstream. */
    default void authenticated(Consumer consumer, UUID credentialId) {
        authenticated(consumer, credentialId, credentialId == null ? null : credentialId.toString());
    }

    /**
     * Says who calls. Sets the identity headers towards the upstream.
     *
     * @param credentialId null for an anonymous consumer
     * @param identifier what the upstream is told of the credential, such as its username
     */
    void authenticated(Consumer consumer, UUID credentialId, String identifier);

    /** Names of the consumer groups that count for this request; empty before authentication. */
    List<String> consumerGroups();

    /** The group that the registration for this service grants, in front of the consumer's own. */
    void joinGroup(String group);

    /** Whether somebody has answered already, so that the upstream is not called. */
    boolean isAnswered();

    /** Refuses with a message in the form that the client accepts (JSON, HTML, plain text, XML). */
    void refuse(int status, String message);

    /** Answers with exactly this. */
    void respond(int status, MultiMap headers, Buffer body);

    /**
     * The whole request body as it stands, read into memory because a plugin asked for it. A body beyond the limit is refused with 413, and the
     * future then fails never: check {@link #isAnswered} before using it.
     */
    Future<Buffer> body(int mostBytes);

    /** Refuses a body of more bytes than this with 413 and the message, however it comes; a lower limit than this stays. */
    void limitBody(long mostBytes, String message);

    /** Sends this body upstream in place of the client's; the length follows. */
    void replaceBody(Buffer body);

    /** Something that a filter wants to find again in a later phase of the same request; null if there is none. */
    <T> T attachment(Slot<T> slot);

    <T> void attach(Slot<T> slot, T value);

    /** Milliseconds since the epoch at which the request's head had arrived. */
    long startedAtMillis();

    /** How it ended; null before the log phase. */
    default Ending ending() {
        return null;
    }

    /** A key for {@link #attach}; one constant a filter. Compared by identity. */
    final class Slot<T> {}

    /** What the client sent. */
    interface Request {
        String method();

        /** {@code http} or {@code https}. */
        String scheme();

        /** Without port, lower case; empty when there was none. */
        String host();

        /** Normalised: the one that routing, plugins and the upstream see. */
        String path();

        /** Raw, without the question mark; null for none. */
        String query();

        /** As it was sent, such as {@code GET /a%62?c HTTP/1.1}: what a client may have signed. */
        String requestLine();

        MultiMap headers();

        /** Whether a body follows the head, even if it should turn out to be empty. */
        boolean hasBody();

        /** The client's address, after trusted proxies. */
        String clientAddress();
    }

    /** What the upstream gets. */
    interface Upstream {
        String method();

        void method(String method);

        /** With the service's path in front, and without what the route strips. */
        String path();

        void path(String path);

        /** Raw, without the question mark; null for none. */
        String query();

        void query(String query);

        MultiMap headers();

        /** Value of the Host header; the service's own unless the route preserves the client's. */
        String host();

        void host(String host);

        /** Calls this address in place of the service's, by its own name and with the usual trust in certificates. */
        void address(String host, int port, boolean secure);
    }

    /** The answer's head. */
    interface Response {
        int status();

        void status(int status);

        MultiMap headers();

        /**
         * Has the whole body changed before it leaves. One that is longer than {@code mostBytes} passes as it is: nothing may hold
         * back more of a stream. Several changes are made in the order in which they were asked for.
         */
        void changeBody(int mostBytes, UnaryOperator<Buffer> change);

        /** Shows every part of the upstream's body as it passes, before changes. Holds nothing back and changes nothing. */
        void watchBody(Handler<Buffer> watcher);

        /** Whether the upstream produced it, and not the gateway. */
        boolean isFromUpstream();
    }
}
