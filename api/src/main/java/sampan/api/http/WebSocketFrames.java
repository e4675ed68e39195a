package sampan.api.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** RFC 6455: the bytes of a {@link Line} in frames. Whoever closes says so first; a ping is answered. */
final class WebSocketFrames extends ChannelDuplexHandler {
    /** RFC 6455, section 1.3. */
    private static final String ACCEPTED = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final int LONGEST = 1 << 20;
    private static final int NORMAL = 1000;

    private WebSocketFrames() {}

    /** Puts itself before the handler of that name. */
    static void before(ChannelPipeline pipeline, String line) {
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(LONGEST)
                .allowMaskMismatch(false)
                .build();
        pipeline.addBefore(line, "frames-in", new WebSocket13FrameDecoder(config));
        pipeline.addBefore(line, "frames-out", new WebSocket13FrameEncoder(false));
        pipeline.addBefore(line, "frames", new WebSocketFrames());
    }

    /** What shows a client that its key was read. */
    static String accept(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1").digest((key + ACCEPTED).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The last that is sent. */
    static WebSocketFrame farewell() {
        return new CloseWebSocketFrame(NORMAL, "");
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        switch (message) {
            case PingWebSocketFrame ping -> {
                var _ = ctx.writeAndFlush(new PongWebSocketFrame(ping.content()));
            }
            case PongWebSocketFrame pong -> pong.release();
            case CloseWebSocketFrame close -> ctx.writeAndFlush(close).addListener(ChannelFutureListener.CLOSE);
            case WebSocketFrame data -> ctx.fireChannelRead(data.content());
            default -> ctx.fireChannelRead(message);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        var _ = ctx.write(message instanceof ByteBuf bytes ? new BinaryWebSocketFrame(bytes) : message, promise);
    }
}
