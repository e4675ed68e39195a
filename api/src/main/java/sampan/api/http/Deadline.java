package sampan.api.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose client takes too long. A request has one deadline from its first byte to its last: a byte now and then does not move it
 * (slow loris), unless it brings an archive, of which only the silence is measured. While the engine works on an answer there is none.
 */
final class Deadline extends ChannelInboundHandlerAdapter {
    private final Limits limits;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> timer;
    private boolean idle;
    private boolean streaming;
    private long lastRead;

    Deadline(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        if (idle) {
            idle = false;
            set(limits.request());
        }
        lastRead = System.nanoTime();
        ctx.fireChannelRead(bytes);
    }

    /** Nothing is asked for. */
    void whileIdle() {
        none();
        idle = true;
        set(limits.idle());
    }

    /** An archive comes. */
    void whileStreaming() {
        none();
        streaming = true;
        lastRead = System.nanoTime();
        set(limits.idle());
    }

    /** An answer is ready and the client is to take it. */
    void whileAnswering() {
        none();
        set(limits.answer());
    }

    /** What is left of a request that has its answer may come. */
    void whileDropping() {
        none();
        set(limits.request());
    }

    void none() {
        idle = false;
        streaming = false;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void set(Duration time) {
        if (timer != null) {
            timer.cancel(false);
        }
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            timer = ctx.executor().schedule(() -> over(ctx), time.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void over(ChannelHandlerContext ctx) {
        Duration silence = Duration.ofNanos(System.nanoTime() - lastRead);
        if (streaming && silence.compareTo(limits.idle()) < 0) {
            set(limits.idle().minus(silence));
        } else {
            var _ = ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        none();
        ctx.fireChannelInactive();
    }
}
