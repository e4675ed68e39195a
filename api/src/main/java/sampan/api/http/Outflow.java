package sampan.api.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Bytes from a thread that may wait into a channel: one piece under way, one being gathered. For one thread. */
class Outflow extends OutputStream {
    private static final int PIECE = 128 << 10;
    /** Most of what is said at once, an event for example, is short. */
    private static final int SMALL = 512;

    private final Channel channel;
    private byte[] gathered = new byte[SMALL];
    /** What is gathered in after the next piece. */
    private byte[] free = new byte[SMALL];

    private int length;
    private @Nullable ChannelFuture underWay;

    Outflow(Channel channel) {
        this.channel = channel;
    }

    final Channel channel() {
        return channel;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int at = offset;
        int left = count;
        while (left > 0) {
            int part = Math.min(left, PIECE - length);
            if (length + part > gathered.length) {
                gathered = Arrays.copyOf(gathered, Math.min(PIECE, Math.max(length + part, 2 * length)));
            }
            System.arraycopy(bytes, at, gathered, length, part);
            length += part;
            at += part;
            left -= part;
            if (length == PIECE) {
                send();
            }
        }
    }

    /** Nothing is gathered any more; that it has been taken is another matter. */
    @Override
    public void flush() throws IOException {
        if (length > 0) {
            send();
        }
    }

    private void send() throws IOException {
        before();
        byte[] piece = gathered;
        int used = length;
        length = 0;
        put(message(Unpooled.wrappedBuffer(piece, 0, used)));
        gathered = free; // the kernel has what was in it
        free = used == PIECE ? piece : new byte[SMALL];
    }

    /** What must be sent before any bytes are. */
    void before() throws IOException {}

    /** How bytes travel in this channel. */
    Object message(ByteBuf bytes) {
        return bytes;
    }

    final void put(Object message) throws IOException {
        settle();
        underWay = channel.writeAndFlush(message);
    }

    /** Whether all that was written is with the kernel. */
    final boolean isIdle() {
        ChannelFuture last = underWay;
        return length == 0 && (last == null || last.isSuccess());
    }

    /** This is under way, behind what was put. */
    final ChannelFuture follow(ChannelFuture sent) {
        underWay = sent;
        return sent;
    }

    /** Waits until all that was put is with the kernel. */
    final void settle() throws IOException {
        ChannelFuture last = underWay;
        if (last == null) {
            return;
        }
        if (!last.isDone()) {
            await(last);
        }
        if (!last.isSuccess()) {
            throw new IOException("the client is gone", last.cause());
        }
    }

    /** Not by the future's own monitor, from which a virtual thread comes back by way of a second thread. */
    private static void await(ChannelFuture future) throws InterruptedIOException {
        Thread waiting = Thread.currentThread();
        future.addListener(_ -> LockSupport.unpark(waiting));
        while (!future.isDone()) {
            LockSupport.park(future);
            if (waiting.isInterrupted()) {
                throw new InterruptedIOException("interrupted while writing");
            }
        }
    }
}
