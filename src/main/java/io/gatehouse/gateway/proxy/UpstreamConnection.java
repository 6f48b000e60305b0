package io.gatehouse.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpClosedException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A connection to an upstream. It carries one request after another, and goes back to its pool only when nothing is left on it. */
final class UpstreamConnection extends ChannelInboundHandlerAdapter implements UpstreamCall {
    private static final String NAME = "upstream";

    private final UpstreamPool pool;
    private Channel channel;
    private User user;
    private boolean requestEnded;
    private boolean mayBeKept;
    private long idleSince;

    UpstreamConnection(UpstreamPool pool) {
        this.pool = pool;
    }

    void joins(ChannelPipeline pipeline) {
        pipeline.addLast(NAME, this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    @Override
    public void send(User user, HttpObject message) {
        this.user = user;
        requestEnded = message instanceof LastHttpContent;
        channel.writeAndFlush(message, channel.voidPromise());
    }

    @Override
    public void write(HttpContent content) {
        requestEnded = content instanceof LastHttpContent;
        channel.writeAndFlush(content, channel.voidPromise());
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
        channel.close();
    }

    @Override
    public void endsWithThisAnswer() {
        mayBeKept = false;
    }

    @Override
    public boolean isUsedAgain() {
        return idleSince != 0;
    }

    @Override
    public boolean isAnswerBegun() {
        StrictResponseCodec codec = channel.pipeline().get(StrictResponseCodec.class);
        return codec != null && codec.isAnswerBegun();
    }

    boolean isOpen() {
        return channel.isActive();
    }

    /** Where it leads; null when it does not any more. */
    InetAddress address() {
        return channel.remoteAddress() instanceof InetSocketAddress remote ? remote.getAddress() : null;
    }

    long idleSince() {
        return idleSince;
    }

    @Override
    public Channel release(ChannelHandler tunnel) {
        user = null;
        channel.pipeline().replace(NAME, NAME, tunnel);
        channel.pipeline().remove(StrictResponseCodec.NAME);
        return channel;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (user == null || !(message instanceof HttpObject object)) {
            ReferenceCountUtil.release(message);
        } else if (object.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            fail(object.decoderResult().cause());
        } else if (object instanceof HttpResponse response) {
            mayBeKept = HttpUtil.isKeepAlive(response);
            user.answered(response);
        } else {
            content((HttpContent) object);
        }
    }

    private void content(HttpContent content) {
        ByteBuf bytes = content.content();
        if (bytes.isReadable()) user.part(bytes);
        else bytes.release();
        if (content instanceof LastHttpContent && user != null) end();
    }

    private void end() {
        User served = user;
        user = null;
        if (requestEnded && mayBeKept && channel.isActive()) {
            resume();
            idleSince = System.currentTimeMillis();
            pool.keep(this);
        } else {
            channel.close();
        }
        served.ended();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (user != null && channel.isWritable()) user.writable();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(new HttpClosedException("the upstream has closed the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
    }

    private void fail(Throwable cause) {
        User left = user;
        user = null;
        boolean brokeOff = left != null && isAnswerBegun();
        channel.close();
        if (left == null) return;
        // Not as if nothing had come: then the request could be tried again.
        left.broken(brokeOff ? new CodecException("the answer broke off", cause) : cause);
    }
}
