package sampan.api.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import sampan.core.error.EngineException;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Fcntl;
import sampan.kernel.socket.PeerCredentials;

/** Serves HTTP on any number of listening sockets, with one thread and a virtual one for each request under way. */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(HttpServer.class.getName());
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
    private final Turns turns =
            new Turns(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), workers::execute, System::nanoTime);
    private final Backlog backlog = new Backlog(loop.next(), turns::room, turns::isAlone);
    /** Whether somebody will look after turns that take too long. */
    private final AtomicBoolean hastening = new AtomicBoolean();

    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong lastEnd = new AtomicLong(System.nanoTime());

    public HttpServer(Handler handler, Limits limits) {
        this.handler = handler;
        this.limits = limits;
        loop.execute(PromptThreads::join);
    }

    /**
     * Takes a listening Unix socket over.
     *
     * @param name its address
     */
    public void serve(String name, Fd listener) throws SyscallException {
        Fcntl.setNonBlocking(listener, true);
        int number = listener.handOver();
        Channel server = new ServerBootstrap()
                .group(loop)
                .channelFactory(() -> new EpollServerDomainSocketChannel(number, true))
                // Connections are few and short-lived: arenas would cost more than they save.
                .option(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new Pipeline(name, Optional.empty()))
                .register()
                .syncUninterruptibly()
                .channel();
        connections.add(server);
    }

    /** @param host a name or an address */
    public record Port(String host, int number) {}

    /** Listens on a port of this host, on each of the addresses of that name. */
    public void serve(String name, Port port, Optional<SslContext> tls) {
        try {
            for (InetAddress address : InetAddress.getAllByName(port.host())) {
                connections.add(ports(name, tls, EpollServerSocketChannel::new)
                        .bind(address, port.number())
                        .syncUninterruptibly()
                        .channel());
            }
        } catch (UnknownHostException unknown) {
            throw new EngineException.InvalidArgument("listen tcp: lookup " + port.host() + ": no such host");
        } catch (Exception refused) { // Netty throws what bind(2) said unchecked
            throw new EngineException.SystemError(
                    "failed to load listeners: listen tcp " + port.host() + ":" + port.number() + ": bind: "
                            + reason(refused),
                    null);
        }
    }

    private static String reason(Exception refused) {
        String said = String.valueOf(refused.getMessage());
        return said.contains("Address already in use") ? "address already in use" : said;
    }

    /** Takes a listening socket of a port over. */
    public void servePort(String name, Fd listener, Optional<SslContext> tls) throws SyscallException {
        Fcntl.setNonBlocking(listener, true);
        int number = listener.handOver();
        connections.add(ports(name, tls, () -> new EpollServerSocketChannel(number))
                .register()
                .syncUninterruptibly()
                .channel());
    }

    private ServerBootstrap ports(
            String name, Optional<SslContext> tls, ChannelFactory<EpollServerSocketChannel> factory) {
        return new ServerBootstrap()
                .group(loop)
                .channelFactory(factory)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new Pipeline(name, tls));
    }

    /** Nanoseconds since the last request ended; 0 while there is one. */
    public long idleNanos() {
        return underWay.get() > 0 ? 0 : System.nanoTime() - lastEnd.get();
    }

    void begun() {
        underWay.incrementAndGet();
    }

    void done() {
        lastEnd.set(System.nanoTime());
        underWay.decrementAndGet();
    }

    /**
     * Questions take turns; what changes something begins at once.
     *
     * @param caller who asks
     */
    void work(Exchange exchange, Request request, Object caller) {
        boolean question = request.method().equals("GET") || request.method().equals("HEAD");
        if (!question) {
            turns.note(caller);
            workers.execute(() -> exchange.work(handler, request, () -> {}));
        } else if (turns.ask(caller, turn -> answer(exchange, request, turn)) && hastening.compareAndSet(false, true)) {
            hasten();
        }
        begun();
    }

    /**
     * Reads the caller's next request, when it is time for that. For the event loop.
     *
     * @param read asks the connection for it
     */
    void readOn(Object caller, Runnable read) {
        backlog.read(caller, read);
    }

    private void answer(Exchange exchange, Request request, Turns.Turn turn) {
        try {
            request.client().beforeWaiting(turn::end);
            exchange.work(handler, request, turn::end);
        } finally {
            turn.end();
        }
    }

    private void hasten() {
        var _ = loop.schedule(
                () -> {
                    hastening.set(false);
                    if (turns.hasten() && hastening.compareAndSet(false, true)) {
                        hasten();
                    }
                },
                Turns.LONGEST,
                TimeUnit.NANOSECONDS);
    }

    /** The conversation counts as a request until it is over. */
    void talk(Line client, Response.Talk talk) {
        workers.execute(() -> {
            try (client) {
                talk.with(client, this::line);
            } catch (IOException | InterruptedException broken) {
                LOG.log(Level.DEBUG, "a conversation broke: " + broken);
            } finally {
                done();
            }
        });
    }

    private Line line(Fd socket) throws IOException {
        Fcntl.setNonBlocking(socket, true);
        EpollDomainSocketChannel channel = new EpollDomainSocketChannel(socket.handOver());
        channel.config().setAllocator(UnpooledByteBufAllocator.DEFAULT);
        channel.config().setAllowHalfClosure(true);
        channel.config().setAutoClose(false); // who does not read on may have said something before
        Line line = new Line(channel, false);
        channel.pipeline().addLast(line.listener());
        loop.register(channel).syncUninterruptibly();
        connections.add(channel);
        return line;
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
        private final String name;
        private final Optional<SslContext> tls;

        Pipeline(String name, Optional<SslContext> tls) {
            this.name = name;
            this.tls = tls;
        }

        @Override
        protected void initChannel(Channel channel) {
            connections.add(channel);
            if (connections.size() > limits.connections()) {
                channel.unsafe().closeForcibly();
                return;
            }
            tls.ifPresent(context -> channel.pipeline().addLast(context.newHandler(channel.alloc()), new EndOfInput()));
            Deadline deadline = new Deadline(limits);
            Client.Origin origin = new Client.Origin(name, peer(channel), () -> Certificate.of(channel));
            Http2 http2 = new Http2(HttpServer.this, limits, deadline, origin);
            channel.pipeline()
                    .addLast(
                            deadline,
                            http2.preface(),
                            new HttpServerCodec(new HttpDecoderConfig()
                                    .setMaxInitialLineLength(limits.line())
                                    .setMaxHeaderSize(limits.headers())
                                    .setMaxChunkSize(ArchiveMemory.PIECE)
                                    .setInitialBufferSize(SMALL_BUFFER)),
                            new HttpConnection(HttpServer.this, limits, deadline, new Client(origin, true))
                                    .offering(http2));
        }

        /** The other side's close_notify ends what it sends, and nothing else, as in plain TCP. */
        private static final class EndOfInput extends ChannelInboundHandlerAdapter {
            @Override
            public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                ctx.fireUserEventTriggered(
                        event instanceof SslCloseCompletionEvent ? ChannelInputShutdownEvent.INSTANCE : event);
            }
        }

        private static Optional<Client.Peer> peer(Channel channel) {
            if (!(channel instanceof EpollDomainSocketChannel socket)) {
                return Optional.empty();
            }
            try {
                PeerCredentials who = PeerCredentials.ofForeign(socket.fd().intValue());
                return Optional.of(new Client.Peer(who.pid(), who.uid(), who.gid(), who.groups()));
            } catch (IOException | IllegalArgumentException gone) {
                return Optional.empty();
            }
        }
    }
}
