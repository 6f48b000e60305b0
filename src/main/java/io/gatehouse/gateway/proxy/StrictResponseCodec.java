package io.gatehouse.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.List;

/**
 * Speaks HTTP/1.1 to an upstream, one request at a time, and keeps an upstream's surplus from the next client: a connection on which
 * anything follows a complete answer is closed. Netty's own codec would take it for the beginning of the next answer. Interim
 * answers end here.
 */
final class StrictResponseCodec
        extends CombinedChannelDuplexHandler<StrictResponseCodec.Responses, StrictResponseCodec.Requests> {
    static final String NAME = "codec";

    private static final int CHUNK_BYTES = 65_536;
    private static final int BUFFER_BYTES = 256;
    private static final int MOST_INTERIM_ANSWERS = 10;
    private static final int MOST_IN_A_STATUS = 999;

    private static final HttpHeadersFactory CHECKED_FIELDS = new HttpHeadersFactory() {
        @Override
        public HttpHeaders newHeaders() {
            return new HeadersMultiMap(HeadRules::check);
        }

        @Override
        public HttpHeaders newEmptyHeaders() {
            return newHeaders();
        }
    };

    private boolean awaitsAnswer;
    private boolean answerBegun;
    private boolean toHead;

    StrictResponseCodec(int lineBytes, int headBytes) {
        init(new Responses(lineBytes, headBytes), new Requests());
    }

    /** Whether anything has come in answer to the last request, be it a single byte. */
    boolean isAnswerBegun() {
        return answerBegun;
    }

    /** Requests, of which only the last one's method is remembered. */
    final class Requests extends HttpRequestEncoder {
        @Override
        protected void encode(ChannelHandlerContext context, Object message, List<Object> out) throws Exception {
            if (message instanceof HttpRequest request) {
                awaitsAnswer = true;
                answerBegun = false;
                toHead = request.method().equals(HttpMethod.HEAD);
            }
            super.encode(context, message, out);
        }

        @Override
        protected void encodeHeaders(HttpHeaders headers, ByteBuf buffer) {
            ((HeadersMultiMap) headers).encode(buffer);
        }
    }

    /** Answers, each to the one request that is on its way. */
    final class Responses extends HttpResponseDecoder {
        private ChunkRules chunks;
        private int interimAnswers;
        private boolean interim;
        private boolean switched;

        Responses(int lineBytes, int headBytes) {
            super(new HttpDecoderConfig()
                    .setMaxInitialLineLength(lineBytes)
                    .setMaxHeaderSize(headBytes)
                    .setMaxChunkSize(CHUNK_BYTES)
                    .setHeadersFactory(CHECKED_FIELDS)
                    .setInitialBufferSize(BUFFER_BYTES));
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
            if (!awaitsAnswer && !switched) {
                buffer.skipBytes(buffer.readableBytes());
                context.close();
                return;
            }
            answerBegun = true;
            ChunkRules reading = chunks;
            if (reading != null) reading.lookAhead(buffer);
            int before = buffer.readerIndex();
            super.decode(context, buffer, out);
            if (reading != null) reading.consumed(buffer.readerIndex() - before);
            if (out.isEmpty()) return;
            if (interim) {
                interim = false;
                out.clear();
                if (++interimAnswers > MOST_INTERIM_ANSWERS) throw new CodecException("too many interim answers");
            } else if (out.get(out.size() - 1) instanceof LastHttpContent) {
                awaitsAnswer = false;
                interimAnswers = 0;
                chunks = null;
                if (buffer.isReadable() && !switched) context.close();
            }
        }

        @Override
        protected HttpMessage createMessage(String[] initialLine) {
            HttpMessage message = super.createMessage(initialLine);
            HttpVersion version = message.protocolVersion();
            if (version != HttpVersion.HTTP_1_1 && version != HttpVersion.HTTP_1_0) {
                throw new IllegalArgumentException("unsupported version");
            }
            int status = ((HttpResponse) message).status().code();
            boolean fine = status >= 100 && status <= MOST_IN_A_STATUS && HeadRules.isValue(initialLine[2]);
            if (!fine) throw new IllegalArgumentException("not a status line");
            return message;
        }

        @Override
        protected boolean isContentAlwaysEmpty(HttpMessage message) {
            HttpResponseStatus status = ((HttpResponse) message).status();
            switched = status.code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
            interim = status.codeClass() == HttpStatusClass.INFORMATIONAL && !switched;
            boolean chunked = ChunkRules.isChunked(message);
            boolean empty = toHead && !interim || super.isContentAlwaysEmpty(message);
            if (chunked && !empty) chunks = new ChunkRules();
            return empty;
        }
    }
}
