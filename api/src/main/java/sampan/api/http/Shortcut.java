package sampan.api.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.socket.StreamSend;

/**
 * To a client on a Unix socket past the event loop, which may wait for a processor: for short messages, while nothing else is under way to it. Closed before the
 * connection is; its descriptor is its own, so that a number that the event loop has closed meanwhile and somebody else has is never written to.
 */
final class Shortcut implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Shortcut.class.getName());

    private final ChannelHandlerContext codec;
    private final Fd socket;
    private boolean closed;

    private Shortcut(ChannelHandlerContext codec, Fd socket) {
        this.codec = codec;
        this.socket = socket;
    }

    /** None where bytes change on their way, or the connection is closed already. */
    static Optional<Shortcut> to(Channel channel) throws InterruptedException {
        if (!(channel instanceof EpollDomainSocketChannel unix)) {
            return Optional.empty();
        }
        try {
            return channel.eventLoop().submit(() -> open(unix)).get(); // the loop alone closes it
        } catch (ExecutionException | RejectedExecutionException failed) {
            LOG.log(Level.DEBUG, "no shortcut: " + failed);
            return Optional.empty();
        }
    }

    private static Optional<Shortcut> open(EpollDomainSocketChannel channel) throws SyscallException {
        ChannelHandlerContext codec = channel.pipeline().context(HttpServerCodec.class);
        return codec == null || !channel.isOpen()
                ? Optional.empty()
                : Optional.of(new Shortcut(
                        codec, StreamSend.duplicateForeign(channel.fd().intValue())));
    }

    /**
     * Never waits. Where there is room for a part only, the event loop has the rest.
     *
     * @return what is under way then; empty: nothing was sent
     */
    synchronized Optional<ChannelFuture> send(byte[] bytes) {
        if (closed) {
            return Optional.empty();
        }
        try {
            int sent = StreamSend.now(socket, bytes);
            if (sent == 0) {
                return Optional.empty();
            }
            if (sent == bytes.length) {
                return Optional.of(codec.newSucceededFuture());
            }
            ByteBuf rest = Unpooled.wrappedBuffer(bytes, sent, bytes.length - sent);
            return Optional.of(codec.writeAndFlush(rest)); // behind the codec: it is encoded
        } catch (SyscallException gone) {
            LOG.log(Level.DEBUG, "a client is gone: " + gone.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        socket.close();
    }
}
