package io.gatehouse.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.impl.headers.HeadersMultiMap;

/** One call on a connection of HTTP/2 to an upstream. */
final class UpstreamStream extends ChannelInboundHandlerAdapter implements UpstreamCall {
    private static final int MOST_INTERIM_ANSWERS = 10;
    private static final HttpVersion HTTP_2 = new HttpVersion("HTTP", 2, 0, true);

    private final UpstreamHttp2 connection;
    private final boolean isUsedAgain;
    private Channel channel;
    private User user;
    private boolean requestEnded;
    private boolean answerBegun;
    private boolean headCame;
    private int interimAnswers;
    private boolean toHead;
    private long sentAt;

    UpstreamStream(UpstreamHttp2 connection, boolean isUsedAgain) {
        this.connection = connection;
        this.isUsedAgain = isUsedAgain;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    @Override
    public void send(User sender, HttpObject message) {
        user = sender;
        HttpRequest request = (HttpRequest) message;
        toHead = request.method().equals(HttpMethod.HEAD);
        Http2Headers head = Http2Fields.request(request, connection.scheme());
        if (message instanceof FullHttpRequest whole) {
            requestEnded = true;
            boolean hasBody = whole.content().isReadable();
            write(new DefaultHttp2HeadersFrame(head, !hasBody));
            if (hasBody) channel.write(new DefaultHttp2DataFrame(whole.content(), true));
            else whole.release();
            channel.flush();
        } else {
            write(new DefaultHttp2HeadersFrame(head, false));
            channel.flush();
        }
    }

    private void write(Http2HeadersFrame head) {
        sentAt = System.currentTimeMillis();
        channel.write(head).addListener(written -> {
            if (!written.isSuccess()) fail(new NotTaken("the connection takes no more calls"));
        });
    }

    @Override
    public void write(HttpContent content) {
        requestEnded = content instanceof LastHttpContent;
        channel.writeAndFlush(new DefaultHttp2DataFrame(content.content(), requestEnded));
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void pause() {
        channel.config().setAutoRead(false);
    }

    @Override
    public void resume() {
        channel.config().setAutoRead(true);
    }

    @Override
    public void close() {
        user = null;
        reset(Http2Error.CANCEL);
        if (!answerBegun) connection.hasNotAnswered(sentAt);
    }

    private void reset(Http2Error why) {
        if (channel.isActive()) channel.writeAndFlush(new DefaultHttp2ResetFrame(why));
    }

    @Override
    public void endsWithThisAnswer() {}

    @Override
    public boolean isUsedAgain() {
        return isUsedAgain;
    }

    @Override
    public boolean isAnswerBegun() {
        return answerBegun;
    }

    @Override
    public Channel release(ChannelHandler tunnel) {
        throw new IllegalStateException("a stream is no connection");
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (user != null) take(message);
        } catch (IllegalArgumentException unfit) {
            fail(new CodecException(unfit));
            reset(Http2Error.PROTOCOL_ERROR);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void take(Object message) {
        answerBegun = true;
        if (message instanceof Http2HeadersFrame frame) {
            if (headCame) user.trailers(Http2Fields.answer(frame.headers()));
            else head(frame.headers(), frame.isEndStream());
            if (frame.isEndStream()) end();
        } else if (message instanceof Http2DataFrame frame) {
            if (frame.content().isReadable()) user.part(frame.content().retain());
            if (frame.isEndStream()) end();
        }
    }

    private void head(Http2Headers fields, boolean isAll) {
        int status = HttpResponseStatus.parseLine(fields.status()).code();
        if (status < 200) {
            if (status == 101 || ++interimAnswers > MOST_INTERIM_ANSWERS)
                throw new IllegalArgumentException("interim answers");
            return;
        }
        headCame = true;
        HeadersMultiMap answer = Http2Fields.answer(fields);
        String length = answer.get("content-length");
        // Netty counts what comes, but not what does not come at all.
        boolean lacksBody = isAll && length != null && !length.equals("0");
        if (lacksBody && !toHead && !Framing.isBodiless(status)) throw new IllegalArgumentException("no body");
        user.answered(new DefaultHttpResponse(HTTP_2, HttpResponseStatus.valueOf(status), answer));
    }

    private void end() {
        User served = user;
        user = null;
        if (served == null) return;
        // It does not want the rest.
        if (!requestEnded) reset(Http2Error.CANCEL);
        served.ended();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (user != null && channel.isWritable()) user.writable();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame reset) {
            boolean isRefused = reset.errorCode() == Http2Error.REFUSED_STREAM.code();
            fail(isRefused ? new NotTaken("refused") : new HttpClosedException("the upstream does not go on"));
        } else if (event instanceof Http2GoAwayFrame) {
            // Told to nobody but those whom it does not look at any more, and to them first.
            connection.leave();
            fail(new NotTaken("the connection ends"));
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connection.isLeft();
        fail(new HttpClosedException("the upstream has closed the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(new CodecException(cause));
    }

    private void fail(Throwable cause) {
        User left = user;
        user = null;
        if (left == null) return;
        // Not as if nothing had come: then the request could be tried again.
        left.broken(answerBegun ? new CodecException("the answer broke off", cause) : cause);
    }
}
