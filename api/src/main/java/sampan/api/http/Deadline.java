package sampan.api.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose client takes too long. A request has one deadline from its first byte to its last: a byte now and then does not move it
 * (slow loris). While the engine works on an answer there is none.
 */
final class Deadline extends ChannelInboundHandlerAdapter {
    private final Limits limits;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> timer;
    private boolean idle;

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
        ctx.fireChannelRead(bytes);
    }

    /** Nothing is asked for. */
    void whileIdle() {
        idle = true;
        set(limits.idle());
    }

    /** An answer is ready and the client is to take it. */
    void whileAnswering() {
        set(limits.answer());
    }

    void none() {
        idle = false;
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
            Runnable close = () -> {
                var _ = ctx.close();
            };
            timer = ctx.executor().schedule(close, time.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        none();
        ctx.fireChannelInactive();
    }
}
