package io.gatehouse.web;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Hangs up on clients that send a request so slowly that they seem to want the connection and not the answer: a head must be there
 * after ten seconds, and a body must come at 240 bytes a second from then on. The framework knows no such times and hands out no
 * connection before its first request, so this is given to Netty, which asks for it on every connection of this process. The gateway
 * reads its requests with a decoder of its own and is left alone: it has such limits already.
 */
public final class SlowRequests extends ChannelInitializerExtension {
    static final int HEAD_SECONDS = 10;
    static final int BODY_BYTES_PER_SECOND = 240;
    private static final String DECODER = "httpDecoder";
    private static final String DECODER_OF_THE_FRAMEWORK = "VertxHttpRequestDecoder";

    /** Before the first server is made, since Netty looks once. */
    public static void install() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        channel.pipeline().addFirst(new Watch());
    }

    /** Sees the bytes of one connection as they come; {@link Parts} tells it what they were. */
    static final class Watch extends ChannelInboundHandlerAdapter {
        private final Parts parts = new Parts();
        private ScheduledFuture<?> clock;
        private boolean headRead;
        private long seconds;
        private long bodyBytes;

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
            if (isWatched(context)) {
                if (clock == null) begin(context);
                if (headRead) bodyBytes += ((ByteBuf) bytes).readableBytes();
            }
            super.channelRead(context, bytes);
        }

        /** Not what speaks no HTTP any more, such as a WebSocket. */
        private boolean isWatched(ChannelHandlerContext context) {
            ChannelHandler decoder = context.pipeline().get(DECODER);
            if (decoder == null || !isOfTheFramework(decoder)) return false;
            if (context.pipeline().context(parts) == null) context.pipeline().addAfter(DECODER, null, parts);
            return true;
        }

        private static boolean isOfTheFramework(ChannelHandler decoder) {
            return decoder.getClass().getSimpleName().equals(DECODER_OF_THE_FRAMEWORK);
        }

        private void begin(ChannelHandlerContext context) {
            headRead = false;
            seconds = 0;
            bodyBytes = 0;
            clock = context.executor().scheduleAtFixedRate(() -> tick(context), 1, 1, TimeUnit.SECONDS);
        }

        /** While we do not read, the client is not to blame. */
        private void tick(ChannelHandlerContext context) {
            if (context.pipeline().get(DECODER) == null) end();
            else if (context.channel().config().isAutoRead()) seconds++;
            if (isSlow()) context.close();
        }

        private boolean isSlow() {
            long over = seconds - HEAD_SECONDS;
            return clock != null && over > 0 && (!headRead || bodyBytes < over * BODY_BYTES_PER_SECOND);
        }

        private void end() {
            if (clock != null) clock.cancel(false);
            clock = null;
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            end();
            super.channelInactive(context);
        }

        private final class Parts extends ChannelInboundHandlerAdapter {
            @Override
            public void channelRead(ChannelHandlerContext context, Object part) throws Exception {
                if (part instanceof HttpRequest) {
                    if (clock == null) begin(context);
                    headRead = true;
                    seconds = 0;
                }
                if (part instanceof LastHttpContent) end();
                super.channelRead(context, part);
            }
        }
    }
}
