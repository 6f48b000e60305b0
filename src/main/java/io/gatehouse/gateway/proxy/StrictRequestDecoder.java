package io.gatehouse.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.ReferenceCountUtil;
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
    private Runnable broken;
    private ByteBuf input;
    private ChunkRules chunks;
    private boolean bodyBroken;
    private int requests;
    private boolean between = true;
    private boolean beginsPlainly = true;
    private boolean afterCr;
    private boolean inFields;
    private boolean malformed;
    private int fields;
    private boolean headComplete = true;
    private long headStartedAt;

    StrictRequestDecoder(HttpServerOptions options, int mostFields) {
        super(options);
        this.mostFields = mostFields;
    }

    /** @param broken told once, when a body cannot be read further; nothing comes from then on */
    void onBrokenBody(Runnable broken) {
        this.broken = broken;
    }

    /** Whether the body of the last request that was read ended in junk. */
    boolean isBodyBroken() {
        return bodyBroken;
    }

    /** How many heads have been read, of which the last ones may wait for their turn. */
    int requests() {
        return requests;
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
        if (bodyBroken) {
            buffer.skipBytes(buffer.readableBytes());
            return;
        }
        input = buffer;
        if (between) beginsPlainly = beginsPlainly();
        if (inFields) lookAtFields();
        if (chunks == null) super.decode(context, buffer, out);
        else decodeChunks(context, buffer, out);
        if (out.isEmpty()) return;
        inFields = false;
        between = out.get(out.size() - 1) instanceof LastHttpContent;
    }

    private void decodeChunks(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
        try {
            chunks.lookAhead(buffer);
        } catch (IllegalArgumentException e) {
            breakOff(context, buffer);
            return;
        }
        int before = buffer.readerIndex();
        super.decode(context, buffer, out);
        chunks.consumed(buffer.readerIndex() - before);
        if (out.isEmpty()) return;
        HttpObject last = (HttpObject) out.get(out.size() - 1);
        if (last.decoderResult().isFailure()) {
            out.forEach(ReferenceCountUtil::release);
            out.clear();
            breakOff(context, buffer);
        } else if (last instanceof LastHttpContent) {
            chunks = null;
        }
    }

    /** Netty would have the connection closed without a word. */
    private void breakOff(ChannelHandlerContext context, ByteBuf buffer) {
        bodyBroken = true;
        buffer.skipBytes(buffer.readableBytes());
        // Not before what has been read so far has been handed on.
        context.executor().execute(broken);
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
        malformed = !beginsPlainly || !isPlainLine(initialLine);
        between = false;
        fields = 0;
        lookAtFields();
        return message;
    }

    /** Empty lines before a request do no harm (RFC 9112, 2.2); Netty, which skips them, skips blanks and half of them as well. */
    private boolean beginsPlainly() {
        for (int at = input.readerIndex(); at < input.writerIndex(); at++) {
            byte next = input.getByte(at);
            if (next > ' ') return beginsPlainly && !afterCr;
            if (next != (afterCr ? '\n' : '\r')) return false;
            afterCr = !afterCr;
        }
        return beginsPlainly;
    }

    /** Netty splits at tabs, form feeds and runs of blanks as well; here it must have been one blank each, and CRLF. */
    private boolean isPlainLine(String[] words) {
        int end = input.readerIndex() - 2;
        int version = end - words[2].length();
        int target = version - 1 - words[1].length();
        int method = target - 1 - words[0].length();
        return method >= 0
                && input.getByte(end) == '\r'
                && input.getByte(version - 1) == ' '
                && input.getByte(target - 1) == ' '
                && input.getByte(target) == (byte) words[1].charAt(0)
                && input.getByte(method) == (byte) words[0].charAt(0)
                && input.getByte(target - 2) == (byte) words[0].charAt(words[0].length() - 1);
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
        requests++;
        if (ChunkRules.isChunked(message)) chunks = new ChunkRules();
        return super.isContentAlwaysEmpty(message);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }
}
