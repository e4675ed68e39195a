package sampan.api.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.InputStream;
import java.io.OutputStream;

/** A connection without HTTP: bytes both ways, for threads that may wait. Either direction can end before the other. */
public final class Line implements AutoCloseable {
    private final Channel channel;
    private final boolean webSocket;
    private final Inflow in;
    private final OutputStream out;

    Line(Channel channel, boolean webSocket) {
        this.channel = channel;
        this.webSocket = webSocket;
        this.in = new Inflow(() -> resume(channel));
        this.out = new Outflow(channel);
    }

    /** Asks for more, on the channel's own thread. */
    static void resume(Channel channel) {
        channel.eventLoop().execute(() -> channel.config().setAutoRead(true));
    }

    public InputStream in() {
        return in;
    }

    /** Gathers until it is flushed; for one thread. */
    public OutputStream out() {
        return out;
    }

    /** The other side reads to the end of what was sent; what it still sends is heard. */
    public void endOutput() {
        if (webSocket) {
            var _ = channel.writeAndFlush(WebSocketFrames.farewell());
        }
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            var _ = tls.closeOutbound();
        } else if (channel instanceof DuplexChannel duplex) {
            var _ = duplex.shutdownOutput();
        } else {
            close();
        }
    }

    /** Does that when the connection is closed, by whomever; at once, if it is. */
    public void whenClosed(Runnable work) {
        channel.closeFuture().addListener(_ -> work.run());
    }

    /** Sends what is under way. */
    @Override
    public void close() {
        in.close();
        var _ = channel.close();
    }

    /** Brings its bytes. */
    ChannelInboundHandlerAdapter listener() {
        return new Listener();
    }

    /** Bytes that came before there was a listener. */
    void hear(ByteBuf bytes) {
        if (!in.add(bytes)) {
            channel.config().setAutoRead(false);
        }
    }

    private final class Listener extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof ByteBuf bytes) {
                hear(bytes);
            } else {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event == ChannelInputShutdownEvent.INSTANCE) {
                in.end();
            }
            ctx.fireUserEventTriggered(event);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            in.end();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            in.end();
            var _ = ctx.close();
        }
    }
}
