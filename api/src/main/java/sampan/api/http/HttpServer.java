package sampan.api.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Fcntl;

/** Serves HTTP on any number of listening Unix sockets, with one thread and a virtual one for each request under way. */
public final class HttpServer implements AutoCloseable {
    private static final int SMALL_BUFFER = 256;
    private static final int EVENTS = 64;
    private static final long PATIENCE_SECONDS = 2;

    private final Handler handler;
    private final Limits limits;
    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1,
            new DefaultThreadFactory("api", true),
            EpollIoHandler.newFactory(EVENTS, DefaultSelectStrategyFactory.INSTANCE));
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ChannelGroup connections = new DefaultChannelGroup(loop.next());

    public HttpServer(Handler handler, Limits limits) {
        this.handler = handler;
        this.limits = limits;
    }

    /** Takes a listening socket over. */
    public void serve(Fd listener) throws SyscallException {
        Fcntl.setNonBlocking(listener, true);
        int number = listener.handOver();
        Channel server = new ServerBootstrap()
                .group(loop)
                .channelFactory(() -> new EpollServerDomainSocketChannel(number, true))
                // Connections are few and short-lived: arenas would cost more than they save.
                .option(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new Pipeline())
                .register()
                .syncUninterruptibly()
                .channel();
        connections.add(server);
    }

    /** Closes its sockets; an answer under way is not finished. */
    @Override
    public void close() {
        connections.close().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
        workers.shutdown();
        loop.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private final class Pipeline extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            connections.add(channel);
            if (connections.size() > limits.connections()) {
                channel.unsafe().closeForcibly();
                return;
            }
            Deadline deadline = new Deadline(limits);
            channel.pipeline()
                    .addLast(
                            deadline,
                            new HttpServerCodec(new HttpDecoderConfig()
                                    .setMaxInitialLineLength(limits.line())
                                    .setMaxHeaderSize(limits.headers())
                                    .setInitialBufferSize(SMALL_BUFFER)),
                            new HttpConnection(handler, workers, limits, deadline));
        }
    }
}
