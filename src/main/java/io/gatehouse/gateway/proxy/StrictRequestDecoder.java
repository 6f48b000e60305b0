package io.gatehouse.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Refuses where Netty repairs. A request with both Content-Length and Transfer-Encoding is an attack or a broken hop, and either way
 * nobody knows where it ends (RFC 9112, 6.3); folded lines and fields without a name are read differently by different servers. Also
 * knows when a head began, so that a slow one can be ended.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
    static final String NAME = "httpDecoder";

    private final int mostFields;
    private ByteBuf input;
    private boolean inFields;
    private boolean malformed;
    private int fields;
    private boolean headComplete = true;
    private long headStartedAt;

    StrictRequestDecoder(HttpServerOptions options, int mostFields) {
        super(options);
        this.mostFields = mostFields;
    }

    /** Epoch milliseconds of the first byte of a head that is not complete yet; 0 when there is none. */
    long headStartedAt() {
        return headComplete ? 0 : headStartedAt;
    }

    /** The head that was being read has become a request. */
    void headIsComplete() {
        headComplete = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (headComplete) {
            headComplete = false;
            headStartedAt = System.currentTimeMillis();
        }
        super.channelRead(context, message);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
        input = buffer;
        if (inFields) lookAtFields();
        super.decode(context, buffer, out);
        if (!out.isEmpty()) inFields = false;
    }

    /** The request line has been read, and the buffer stands at the first field. */
    @Override
    protected HttpMessage createMessage(String[] initialLine) {
        HttpMessage message = super.createMessage(initialLine);
        HttpVersion version = message.protocolVersion();
        if (version != HttpVersion.HTTP_1_1 && version != HttpVersion.HTTP_1_0) {
            throw new IllegalArgumentException("unsupported version");
        }
        inFields = true;
        malformed = false;
        fields = 0;
        lookAtFields();
        return message;
    }

    /** Lines that have come since the last look, up to the empty one. */
    private void lookAtFields() {
        int at = input.readerIndex();
        while (at < input.writerIndex()) {
            byte first = input.getByte(at);
            if (first == '\r' || first == '\n') return;
            if (first == ' ' || first == '\t' || first == ':') malformed = true;
            int end = input.indexOf(at, input.writerIndex(), (byte) '\n');
            if (end < 0) return;
            fields++;
            at = end + 1;
        }
    }

    /** Called once all fields have been read. */
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        if (malformed) throw new IllegalArgumentException("folded line or field without a name");
        if (fields > mostFields) throw new TooLongHttpHeaderException("too many fields");
        // A coding that we would drop, or read otherwise than a proxy before us is a way to smuggle.
        List<String> codings = message.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        boolean isPlain =
                codings.isEmpty() || codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked");
        if (!isPlain) throw new IllegalArgumentException("Transfer-Encoding other than chunked");
        return super.isContentAlwaysEmpty(message);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }
}
