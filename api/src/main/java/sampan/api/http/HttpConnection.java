package sampan.api.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One client. The next request is not read before the last one is answered, so answers keep their order and nobody can pile up work.
 *
 * <p>No operation takes a body yet: what comes is dropped. A body that is too long to drop, or that the client would send only if asked (100-continue), costs
 * the client its connection after the answer.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = System.getLogger(HttpConnection.class.getName());
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Handler handler;
    private final Executor workers;
    private final Limits limits;
    private final Deadline deadline;

    /** What was decoded from the last bytes read, behind the request that is being answered. */
    private final Deque<Object> ahead = new ArrayDeque<>();

    private @Nullable HttpRequest request;
    private long bodyBytes;
    private boolean answering;
    private boolean last;
    private boolean ended;

    HttpConnection(Handler handler, Executor workers, Limits limits, Deadline deadline) {
        this.handler = handler;
        this.workers = workers;
        this.limits = limits;
        this.deadline = deadline;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        deadline.whileIdle();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (answering) {
            ahead.add(message);
            return;
        }
        try {
            take(ctx, message);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
    }

    private void take(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest head) {
            request = head;
            bodyBytes = 0;
            last = !HttpUtil.isKeepAlive(head);
            if (head.decoderResult().isFailure()) {
                refuse(ctx, head.decoderResult());
                return;
            }
        }
        if (message instanceof HttpContent content) {
            bodyBytes += content.content().readableBytes();
            if (content.decoderResult().isFailure()) {
                refuse(ctx, content.decoderResult());
                return;
            }
        }
        if (message instanceof LastHttpContent) {
            answer(ctx);
        } else if (bodyBytes > limits.body() || (request != null && HttpUtil.is100ContinueExpected(request))) {
            last = true;
            answer(ctx);
        }
    }

    private void answer(ChannelHandlerContext ctx) {
        HttpRequest asked = request;
        if (asked == null) {
            close(ctx);
            return;
        }
        pause(ctx);
        deadline.none();
        Request decoded;
        try {
            QueryStringDecoder uri = new QueryStringDecoder(asked.uri());
            decoded = new Request(asked.method().name(), uri.path(), uri.parameters());
        } catch (IllegalArgumentException malformed) {
            refuse(ctx, HttpResponseStatus.BAD_REQUEST, "the request's address is malformed");
            return;
        }
        try {
            workers.execute(() -> work(ctx, decoded));
        } catch (RejectedExecutionException closing) {
            close(ctx);
        }
    }

    private void work(ChannelHandlerContext ctx, Request decoded) {
        try {
            Response response = handler.answer(decoded);
            ctx.executor().execute(() -> write(ctx, response));
        } catch (RuntimeException | Error mistake) {
            LOG.log(Level.ERROR, "no answer to " + decoded.method() + " " + decoded.path(), mistake);
            close(ctx);
        }
    }

    private void refuse(ChannelHandlerContext ctx, DecoderResult result) {
        switch (result.cause()) {
            case TooLongHttpLineException _ ->
                refuse(ctx, HttpResponseStatus.REQUEST_URI_TOO_LONG, "the request's address is too long");
            case TooLongHttpHeaderException _ ->
                refuse(ctx, HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the request's headers are too long");
            default -> refuse(ctx, HttpResponseStatus.BAD_REQUEST, "the request is malformed");
        }
    }

    private void refuse(ChannelHandlerContext ctx, HttpResponseStatus status, String message) {
        pause(ctx);
        last = true;
        byte[] body = ("{\"message\":\"" + message + "\"}\n").getBytes(StandardCharsets.UTF_8);
        write(ctx, Response.of(status.code(), "application/json", body));
    }

    private void write(ChannelHandlerContext ctx, Response response) {
        FullHttpResponse message = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(response.status()),
                Unpooled.wrappedBuffer(response.body()));
        response.headers().forEach(message.headers()::set);
        message.headers().set(HttpHeaderNames.DATE, DATE.format(Instant.now()));
        boolean bodiless = message.status().code() == HttpResponseStatus.NOT_MODIFIED.code()
                || message.status().code() == HttpResponseStatus.NO_CONTENT.code();
        if (!bodiless) {
            HttpUtil.setContentLength(message, response.body().length);
        }
        HttpUtil.setKeepAlive(message, !last);
        deadline.whileAnswering();
        ctx.writeAndFlush(message).addListener((ChannelFuture written) -> after(ctx, written));
    }

    private void after(ChannelHandlerContext ctx, ChannelFuture written) {
        if (last || !written.isSuccess()) {
            close(ctx);
            return;
        }
        request = null;
        answering = false;
        deadline.whileIdle();
        while (!answering && !ahead.isEmpty()) {
            channelRead(ctx, ahead.remove());
        }
        if (ended && !answering) {
            close(ctx);
        } else if (!answering) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    private void pause(ChannelHandlerContext ctx) {
        answering = true;
        ctx.channel().config().setAutoRead(false);
    }

    /** A client that only closed its sending half still gets its answer. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ended = true;
            if (!answering) {
                close(ctx);
            }
        }
        ctx.fireUserEventTriggered(event);
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
