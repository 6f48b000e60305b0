package io.gatehouse.gateway.plugin;

import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A call of which only the caller, the answer and the attachments matter: all that a chain looks at. */
final class Call implements Exchange {

    private final Map<Slot<?>, Object> attachments = new java.util.HashMap<>();
    private final List<String> groups = new ArrayList<>();
    private Consumer consumer;
    private boolean answered;

    @Override
    public Consumer consumer() {
        return consumer;
    }

    @Override
    public void authenticated(Consumer consumer, UUID credentialId, String identifier) {
        this.consumer = consumer;
        groups.addAll(consumer.groups());
    }

    @Override
    public List<String> consumerGroups() {
        return groups;
    }

    @Override
    public void joinGroup(String group) {
        groups.add(0, group);
    }

    @Override
    public boolean isAnswered() {
        return answered;
    }

    @Override
    public void refuse(int status, String message) {
        answered = true;
    }

    @Override
    public void respond(int status, MultiMap headers, Buffer body) {
        answered = true;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T attachment(Slot<T> slot) {
        return (T) attachments.get(slot);
    }

    @Override
    public <T> void attach(Slot<T> slot, T value) {
        attachments.put(slot, value);
    }

    int attachmentCount() {
        return attachments.size();
    }

    @Override
    public String requestId() {
        throw notHere();
    }

    @Override
    public Request request() {
        throw notHere();
    }

    @Override
    public Upstream upstream() {
        throw notHere();
    }

    @Override
    public Response response() {
        throw notHere();
    }

    @Override
    public Route route() {
        throw notHere();
    }

    @Override
    public Service service() {
        throw notHere();
    }

    @Override
    public String uriCapture(String nameOrNumber) {
        throw notHere();
    }

    @Override
    public UUID credentialId() {
        throw notHere();
    }

    @Override
    public Future<Buffer> body(int mostBytes) {
        throw notHere();
    }

    @Override
    public void limitBody(long mostBytes, String message) {
        throw notHere();
    }

    @Override
    public void replaceBody(Buffer body) {
        throw notHere();
    }

    @Override
    public long startedAtMillis() {
        throw notHere();
    }

    private static UnsupportedOperationException notHere() {
        return new UnsupportedOperationException("A chain has no business with this");
    }
}
