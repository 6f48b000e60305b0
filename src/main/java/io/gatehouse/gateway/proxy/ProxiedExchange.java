package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.config.Consumer;
import io.gatehouse.gateway.config.Route;
import io.gatehouse.gateway.config.Service;
import io.gatehouse.gateway.plugin.Ending;
import io.gatehouse.gateway.plugin.Exchange;
import io.gatehouse.gateway.snapshot.Matched;
import io.gatehouse.gateway.usage.UsageRecord;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;

/** One request on Vert.x's HTTP/1.1, as plugins see it. Its {@link Passage} moves it on. */
final class ProxiedExchange implements Exchange {
    private final ClientRequest request;
    private final String requestId;
    private final long startedAt = System.currentTimeMillis();
    private final Matched matched;
    private final RequestBody body;
    private final Identity identity = new Identity();
    private final Attachments attachments = new Attachments();
    private UpstreamHead upstream;
    private Buffer replacement;
    private OwnAnswer own;
    private OwnAnswer tooLarge = BodyFault.TOO_LARGE.answer();
    private Reply answer;
    private Ending ending;

    /**
     * @param matched null when no route matched
     * @param body null for none
     */
    ProxiedExchange(ClientRequest request, String requestId, Matched matched, RequestBody body) {
        this.request = request;
        this.requestId = requestId;
        this.matched = matched;
        this.body = body;
    }

    @Override
    public String requestId() {
        return requestId;
    }

    @Override
    public ClientRequest request() {
        return request;
    }

    @Override
    public UpstreamHead upstream() {
        // Only now, since a request that is refused needs none.
        if (upstream == null) upstream = new UpstreamHead(request, matched);
        return upstream;
    }

    @Override
    public Reply response() {
        return answer;
    }

    /** This is the head of the answer, unless a plugin changes it. */
    void response(Reply head) {
        answer = head;
    }

    /** What the gateway says in place of the upstream; null if it does not. */
    OwnAnswer own() {
        return own;
    }

    void answer(OwnAnswer own) {
        this.own = own;
    }

    /** What a plugin has put in place of the client's body; null if none did. */
    Buffer replacement() {
        return replacement;
    }

    void ends(Ending how) {
        ending = how;
    }

    /** Null as long as it lasts. */
    @Override
    public Ending ending() {
        return ending;
    }

    /** What there is to say about it once it has ended. */
    UsageRecord record() {
        Service service = service();
        return new UsageRecord(
                ending.endedAtMillis(),
                requestId,
                identity.consumerId(),
                identity.credentialId(),
                service == null ? null : service.id(),
                matched == null ? null : matched.route().id(),
                request.method(),
                request.path(),
                ending.status(),
                ending.totalMillis(),
                ending.upstreamMillis(),
                ending.refusal());
    }

    @Override
    public Route route() {
        return matched == null ? null : matched.route();
    }

    @Override
    public Service service() {
        return matched == null ? null : matched.service();
    }

    @Override
    public String uriCapture(String nameOrNumber) {
        return matched == null ? null : matched.uriCapture(nameOrNumber);
    }

    @Override
    public String strippedPrefix() {
        return matched == null ? null : matched.strippedPrefix();
    }

    @Override
    public Consumer consumer() {
        return identity.consumer();
    }

    @Override
    public UUID credentialId() {
        return identity.credentialId();
    }

    @Override
    public void authenticated(Consumer consumer, UUID credentialId, String identifier) {
        identity.accept(consumer, credentialId, identifier);
        identity.describe(upstream().headers());
    }

    @Override
    public List<String> consumerGroups() {
        return identity.groups();
    }

    @Override
    public void joinGroup(String group) {
        identity.join(group);
    }

    @Override
    public boolean isAnswered() {
        return own != null;
    }

    @Override
    public void refuse(int status, String message) {
        own = OwnAnswer.refusal(status, message);
    }

    @Override
    public void respond(int status, MultiMap headers, Buffer body) {
        own = new OwnAnswer(status, null, headers, body, false);
    }

    @Override
    public Future<Buffer> body(int mostBytes) {
        if (replacement != null) return Future.succeededFuture(replacement);
        return body == null ? Future.succeededFuture(Buffer.buffer()) : body.collect(mostBytes);
    }

    @Override
    public void limitBody(long mostBytes, String message) {
        if (body != null && body.limit(mostBytes)) tooLarge = OwnAnswer.refusal(413, message);
    }

    /** What a client is told whose body is beyond its limit. */
    OwnAnswer tooLarge() {
        return tooLarge;
    }

    @Override
    public void replaceBody(Buffer body) {
        replacement = body;
    }

    @Override
    public <T> T attachment(Slot<T> slot) {
        return attachments.get(slot);
    }

    @Override
    public <T> void attach(Slot<T> slot, T value) {
        attachments.put(slot, value);
    }

    @Override
    public long startedAtMillis() {
        return startedAt;
    }
}
