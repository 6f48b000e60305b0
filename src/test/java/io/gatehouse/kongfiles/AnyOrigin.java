package io.gatehouse.kongfiles;

import io.gatehouse.gateway.tls.SelfSigned;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.OptionalSslHandler;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Every upstream of a file at once, on one port, with and without TLS. Its answers tell which address it was called at and what arrived;
 * their body is one that a model could have given, as some plugins expect it.
 */
final class AnyOrigin implements AutoCloseable {
    static final String ADDRESS = "X-Origin-Address";
    static final String HOST = "X-Origin-Host";
    static final String PATH = "X-Origin-Path";
    private static final String BODY = """
            {"id":"a","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant",\
            "content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";

    private final EventLoopGroup loops = new NioEventLoopGroup(1);
    private final int port;

    AnyOrigin() throws InterruptedException {
        SslContext certificate = SelfSigned.context();
        Channel listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new OptionalSslHandler(certificate))
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(1 << 20))
                                .addLast(new Answering());
                    }
                })
                .bind(0)
                .sync()
                .channel();
        port = ((InetSocketAddress) listening.localAddress()).getPort();
    }

    int port() {
        return port;
    }

    private static final class Answering extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
            FullHttpResponse answer = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(body));
            InetSocketAddress address = (InetSocketAddress) context.channel().localAddress();
            answer.headers()
                    .set("Content-Type", "application/json")
                    .set("Content-Length", body.length)
                    .set(ADDRESS, address.getAddress().getHostAddress())
                    .set(HOST, request.headers().get("Host", ""))
                    .set(PATH, request.uri());
            context.writeAndFlush(answer);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
