package sampan.api.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ServerUpgradeCodec;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * HTTP/2 without TLS on one connection, begun by its preface (RFC 9113 3.3) or by {@code Upgrade: h2c} (RFC 7540 3.2). Each stream is served as if it were a
 * connection with one request; none becomes a line, which HTTP/2 does not know.
 */
final class Http2 {
    private static final ByteBuf PREFACE = Unpooled.unreleasableBuffer(
            Unpooled.copiedBuffer("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", StandardCharsets.US_ASCII));
    private static final String ACCEPTED =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";
    private static final int STREAMS = 100;

    private final HttpServer server;
    private final Limits limits;
    private final Deadline deadline;
    private final Client.Origin origin;

    Http2(HttpServer server, Limits limits, Deadline deadline, Client.Origin origin) {
        this.server = server;
        this.limits = limits;
        this.deadline = deadline;
        this.origin = origin;
    }

    /** Looks at the first bytes of a connection; goes in front of {@link HttpServerCodec}. */
    ByteToMessageDecoder preface() {
        return new Preface();
    }

    /** Whether a client would rather go on in HTTP/2. A request with a body is answered in HTTP/1.1. */
    static boolean isOffered(HttpRequest head) {
        return head.headers().contains(Http2CodecUtil.HTTP_UPGRADE_SETTINGS_HEADER)
                && head.headers()
                        .get(HttpHeaderNames.UPGRADE, "")
                        .toLowerCase(Locale.ROOT)
                        .contains("h2c")
                && HttpUtil.getContentLength(head, 0L) == 0
                && !HttpUtil.isTransferEncodingChunked(head)
                && !HttpUtil.is100ContinueExpected(head);
    }

    /** Goes on in HTTP/2 with this request, whose end is still to come; what is wrong with the offer is answered in HTTP/1.1. */
    void take(ChannelHandlerContext connection, HttpRequest head) {
        HttpServerCodec codec = connection.pipeline().get(HttpServerCodec.class);
        HttpServerUpgradeHandler upgrade = new HttpServerUpgradeHandler(
                codec,
                protocol -> "h2c".contentEquals(protocol) ? new Upgrade(connection) : null,
                0,
                DefaultHttpHeadersFactory.headersFactory(),
                DefaultHttpHeadersFactory.trailersFactory(),
                true);
        connection.pipeline().addBefore(connection.name(), null, upgrade);
        connection.pipeline().context(codec).fireChannelRead(head);
    }

    /** Goes on in HTTP/2 as a client wants who said so in the path. */
    void accept(ChannelPipeline pipeline) {
        var _ = pipeline.context(deadline).writeAndFlush(Unpooled.copiedBuffer(ACCEPTED, StandardCharsets.US_ASCII));
        begin(pipeline);
    }

    private void begin(ChannelPipeline pipeline) {
        pipeline.remove(HttpServerCodec.class);
        pipeline.remove(HttpConnection.class);
        pipeline.addLast(frames(), streams(), new End());
    }

    private Http2FrameCodec frames() {
        return Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(STREAMS)
                        .maxHeaderListSize(limits.headers()))
                .build();
    }

    private Http2MultiplexHandler streams() {
        deadline.whileStreaming();
        return new Http2MultiplexHandler(new Stream());
    }

    private final class Upgrade extends Http2ServerUpgradeCodec {
        private final ChannelHandlerContext connection;

        Upgrade(ChannelHandlerContext connection) {
            super(frames(), streams());
            this.connection = connection;
        }

        @Override
        public void upgradeTo(ChannelHandlerContext ctx, FullHttpRequest request) {
            connection.pipeline().replace(connection.handler(), null, new End());
            super.upgradeTo(ctx, request);
        }
    }

    private final class Preface extends ByteToMessageDecoder {
        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            int length = Math.min(in.readableBytes(), PREFACE.readableBytes());
            if (!in.slice(in.readerIndex(), length).equals(PREFACE.slice(0, length))) {
                ctx.pipeline().remove(this);
            } else if (length == PREFACE.readableBytes()) {
                begin(ctx.pipeline());
                ctx.pipeline().remove(this);
            }
        }
    }

    /** Makes a connection of a stream. */
    private final class Stream extends ChannelInitializer<Channel> {
        private int open;

        @Override
        public boolean isSharable() {
            return true; // by the streams of one connection, which have one thread
        }

        @Override
        protected void initChannel(Channel stream) {
            open++;
            deadline.none();
            stream.closeFuture().addListener(_ -> closed());
            Deadline own = new Deadline(limits);
            stream.pipeline()
                    .addLast(
                            own,
                            new Http2StreamFrameToHttpObjectCodec(true),
                            new HttpConnection(server, limits, own, new Client(origin, false)));
        }

        private void closed() {
            open--;
            if (open == 0) {
                deadline.whileStreaming();
            }
        }
    }

    /** What concerns the connection and none of its streams. */
    private static final class End extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object frame) {
            ReferenceCountUtil.release(frame);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event == ChannelInputShutdownEvent.INSTANCE) {
                var _ = ctx.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            var _ = ctx.close();
        }
    }
}
