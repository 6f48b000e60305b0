package io.gatehouse.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.MultiMap;
import java.io.IOException;

/** One call's way to an upstream: a connection of HTTP/1.1 for as long as the call lasts, or a stream of HTTP/2. */
interface UpstreamCall {

    /** Whoever sends the request that is on its way, and hears of its answer. */
    interface User {
        void answered(HttpResponse head);

        /** @param part whoever gets it releases it */
        void part(ByteBuf part);

        /** Fields behind the body; told before the end, if there are any that anybody may hear of. */
        void trailers(MultiMap fields);

        void ended();

        /** The connection has ended, or what came on it cannot be read. Nothing follows. */
        void broken(Throwable cause);

        /** More can be written again. */
        void writable();
    }

    /** The upstream says that it has not looked at the request, so that it may be sent again whatever it asks for (RFC 9113, 8.7). */
    final class NotTaken extends IOException {
        private static final long serialVersionUID = 1;

        NotTaken(String why) {
            super(why);
        }
    }

    /** @param message the head of a request, or all of it */
    void send(User user, HttpObject message);

    void write(HttpContent content);

    boolean isWritable();

    void pause();

    void resume();

    /** Nobody waits for the answer any more. */
    void close();

    /** Not to be used for another request. */
    void endsWithThisAnswer();

    /** Whether it has carried another request before: then its end says nothing of the upstream's health. */
    boolean isUsedAgain();

    /** Whether a byte of the answer has come. */
    boolean isAnswerBegun();

    /** Gives the bare connection to one end of a tunnel, which gets everything that comes from here on. */
    Channel release(ChannelHandler tunnel);
}
