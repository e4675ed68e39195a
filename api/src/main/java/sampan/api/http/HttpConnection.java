package sampan.api.http;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One client. The next request is not read before the last one is answered, so answers keep their order and nobody can pile up work. A body is read as fast as
 * somebody takes it; what nobody took of it is dropped after the answer, up to a limit.
 *
 * <p>Its fields belong to the event loop; exchanges, on their own threads, hand work to it.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = System.getLogger(HttpConnection.class.getName());

    private final HttpServer server;
    private final Limits limits;
    private final Deadline deadline;
    private final Client client;

    /** What was decoded from the last bytes read, behind the request that is being answered. */
    private final Deque<Object> ahead = new ArrayDeque<>();

    private @Nullable ChannelHandlerContext context;
    private @Nullable Exchange exchange;
    private boolean bodyComplete;
    private boolean answered;
    private long dropped;
    private boolean ended;
    /** What a client may ask to go on in, once. */
    private @Nullable Http2 offered;

    HttpConnection(HttpServer server, Limits limits, Deadline deadline, Client client) {
        this.server = server;
        this.limits = limits;
        this.deadline = deadline;
        this.client = client;
    }

    HttpConnection offering(Http2 http2) {
        offered = http2;
        return this;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        deadline.whileIdle();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Http2 other = offered;
        if (exchange != null && bodyComplete) {
            ahead.add(message);
        } else if (other != null && message instanceof HttpRequest head && Http2.isOffered(head)) {
            offered = null;
            other.take(ctx, head);
        } else {
            take(ctx, message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!bodyComplete && ctx.channel().config().getAllocator() == ArchiveMemory.SHARED) { // since streaming()
            ArchivePace.gather();
        }
        ctx.fireChannelReadComplete();
    }

    private void take(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpRequest head) {
                begin(ctx, head);
            }
            if (message instanceof HttpContent content && exchange != null) {
                body(ctx, content, exchange);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest head) {
        Exchange next = new Exchange(this, ctx.channel(), head);
        exchange = next;
        bodyComplete = false;
        answered = false;
        dropped = 0;
        if (head.decoderResult().isFailure()) {
            refuse(next, head.decoderResult());
            return;
        }
        try {
            Request request = next.request(client);
            server.work(next, request, caller(ctx));
        } catch (IllegalArgumentException malformed) {
            refuse(next, HttpResponseStatus.BAD_REQUEST, "the request's address is malformed");
        } catch (RejectedExecutionException closing) {
            close(ctx);
        }
    }

    /** A process, or a host on the network: who has many connections is one caller all the same. */
    private Object caller(ChannelHandlerContext ctx) {
        if (client.peer().isPresent()) {
            return client.peer().get().pid();
        }
        return ctx.channel().remoteAddress() instanceof InetSocketAddress port ? port.getAddress() : client;
    }

    private void body(ChannelHandlerContext ctx, HttpContent content, Exchange current) {
        if (content.decoderResult().isFailure()) {
            current.inflow().fail("the request is malformed");
            if (answered) {
                close(ctx);
            }
            return;
        }
        dropped += answered ? content.content().readableBytes() : 0;
        if (!current.inflow().add(content.content().retain())) {
            ctx.channel().config().setAutoRead(false);
        }
        if (content instanceof LastHttpContent) {
            bodyComplete = true;
            current.inflow().end();
            if (answered) {
                next(ctx);
            } else {
                deadline.none();
                ctx.channel().config().setAutoRead(false);
            }
        } else if (dropped > limits.body()) {
            close(ctx);
        }
    }

    /** There is room for more of the body. */
    void resume(Exchange current) {
        onLoop(ctx -> {
            if (exchange == current && !bodyComplete) {
                ctx.channel().config().setAutoRead(true);
            }
        });
    }

    /** An archive comes; the exchange's thread says so. */
    void streaming(Exchange current) {
        onLoop(ctx -> {
            if (exchange == current && !bodyComplete) {
                ctx.channel().config().setAllocator(ArchiveMemory.SHARED);
                deadline.whileStreaming();
            }
        });
    }

    /** The body may come that was to wait. */
    void proceed() {
        onLoop(ctx -> {
            FullHttpResponse go = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
            var _ = ctx.writeAndFlush(go);
        });
    }

    /** An answer from an exchange's thread. */
    void answer(Exchange current, Response.Whole response) {
        onLoop(ctx -> write(ctx, current, response));
    }

    private void write(ChannelHandlerContext ctx, Exchange current, Response.Whole response) {
        FullHttpResponse message = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(response.status()),
                Unpooled.wrappedBuffer(response.body()));
        boolean bodiless = message.status().code() == HttpResponseStatus.NOT_MODIFIED.code()
                || message.status().code() == HttpResponseStatus.NO_CONTENT.code();
        if (!bodiless) {
            HttpUtil.setContentLength(message, response.body().length);
        }
        current.complete(message.headers(), response.headers());
        deadline.whileAnswering();
        ctx.writeAndFlush(message).addListener((ChannelFuture written) -> {
            if (written.isSuccess()) {
                settled(ctx, current);
            } else {
                current.inflow().close();
                close(ctx);
            }
        });
    }

    /** The end of an answer that came bit by bit. */
    void answered(Exchange current) {
        onLoop(ctx -> settled(ctx, current));
    }

    private void settled(ChannelHandlerContext ctx, Exchange current) {
        answered = true;
        current.inflow().close();
        if (bodyComplete || (current.isLast() && ended)) {
            next(ctx);
        } else {
            // Closing now would take the answer from a client that is still sending.
            deadline.whileDropping();
            ctx.channel().config().setAutoRead(true);
        }
    }

    /** Whether so many bytes are not read only to be dropped. */
    boolean isTooMuch(long bytes) {
        return bytes > limits.body();
    }

    /** The answer cannot be finished, and the client must see that. */
    void abort(Exchange current) {
        current.inflow().close();
        onLoop(HttpConnection::close);
    }

    private void next(ChannelHandlerContext ctx) {
        Exchange done = exchange;
        exchange = null;
        server.done();
        if (done == null || done.isLast()) {
            close(ctx);
            return;
        }
        deadline.whileIdle();
        ctx.channel().config().setAllocator(UnpooledByteBufAllocator.DEFAULT);
        while (!(exchange != null && bodyComplete) && !ahead.isEmpty()) {
            take(ctx, ahead.remove());
        }
        if (exchange == null && ended) {
            close(ctx);
        } else if (exchange == null) {
            server.readOn(caller(ctx), () -> ctx.channel().config().setAutoRead(true));
        }
    }

    private void refuse(Exchange current, DecoderResult result) {
        switch (result.cause()) {
            case TooLongHttpLineException _ ->
                refuse(current, HttpResponseStatus.REQUEST_URI_TOO_LONG, "the request's address is too long");
            case TooLongHttpHeaderException _ ->
                refuse(
                        current,
                        HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                        "the request's headers are too long");
            default -> refuse(current, HttpResponseStatus.BAD_REQUEST, "the request is malformed");
        }
    }

    private void refuse(Exchange current, HttpResponseStatus status, String message) {
        server.begun();
        bodyComplete = true;
        current.end();
        byte[] body = ("{\"message\":\"" + message + "\"}\n").getBytes(StandardCharsets.UTF_8);
        answer(current, new Response.Whole(status.code(), Map.of("Content-Type", "application/json"), body));
    }

    /** From now on this connection is a line; the exchange's thread goes on with it. */
    void upgrade(Exchange current, Response.Upgraded upgraded) {
        onLoop(ctx -> {
            Channel channel = ctx.channel();
            deadline.none();
            Line line = new Line(channel, upgraded.webSocket());
            if (exchange != current) { // gone meanwhile: the talk ends at once, and closes what it has
                line.close();
                server.begun();
                server.talk(line, upgraded.talk());
                return;
            }
            channel.config().setAutoRead(false);
            byte[] head = current.upgrade(upgraded).getBytes(StandardCharsets.ISO_8859_1);
            var _ = channel.pipeline().context(deadline).writeAndFlush(Unpooled.wrappedBuffer(head));
            channel.pipeline().replace(this, "line", line.listener());
            if (upgraded.webSocket()) {
                WebSocketFrames.before(channel.pipeline(), "line");
            }
            channel.pipeline().remove(deadline);
            channel.pipeline().remove(HttpServerCodec.class);
            server.talk(line, upgraded.talk());
            channel.config().setAutoRead(true);
            drop();
        });
    }

    /** From now on this connection speaks HTTP/2. */
    void streams(Exchange current) {
        onLoop(ctx -> {
            Http2 http2 = offered;
            if (exchange == current && http2 != null) {
                exchange = null;
                server.done();
                http2.accept(ctx.pipeline());
                ctx.channel().config().setAutoRead(true);
            }
        });
    }

    private void drop() {
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
    }

    private interface Work {
        void on(ChannelHandlerContext ctx);
    }

    private void onLoop(Work work) {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            try {
                ctx.executor().execute(() -> work.on(ctx));
            } catch (RejectedExecutionException closed) {
                LOG.log(Level.DEBUG, "no more answers: the server is closed");
            }
        }
    }

    /** A client that only closed its sending half still gets its answer, unless that is one to wait for. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ended = true;
            gone("the request's body is shorter than it says");
            if (exchange == null || answered) {
                close(ctx);
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    private void gone(String reason) {
        Exchange current = exchange;
        if (current != null) {
            current.inflow().fail(reason);
        }
        client.leave();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        gone("the client is gone");
        drop();
        if (exchange != null) {
            exchange = null;
            server.done();
        }
    }

    /** Nobody waits for it. */
    private static void close(ChannelHandlerContext ctx) {
        var _ = ctx.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.log(Level.DEBUG, "a connection broke: " + cause);
        close(ctx);
    }
}
