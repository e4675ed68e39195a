package sampan.api;

import io.netty.handler.ssl.SslContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import sampan.api.authorization.Authorized;
import sampan.api.http.Handler;
import sampan.api.http.HttpServer;
import sampan.api.http.Limits;
import sampan.core.Engine;
import sampan.core.error.EngineException;
import sampan.kernel.SyscallException;
import sampan.kernel.process.Poller;

/**
 * Serves the Docker Engine API of one engine on Unix sockets, ports, and sockets that a service manager listens on.
 *
 * <p>Listening costs next to nothing: until the first client connects there is a socket and a waiting thread. Only then comes HTTP, which an engine that nobody
 * speaks Docker's language to never loads.
 */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ApiServer.class.getName());

    private final Places places;
    private final Limits limits;
    private final Handler dispatcher;
    private final List<ApiSocket> sockets = new ArrayList<>();
    private @Nullable Poller firstClient;
    private final long made = System.nanoTime();
    private @Nullable HttpServer http;

    /**
     * Where it is served.
     *
     * @param group whose members may connect to Unix sockets; empty: those of root's
     * @param tls of ports; empty: they are without
     */
    public record Places(
            List<ApiAddress> addresses,
            OptionalLong group,
            Optional<ServerTls> tls,
            InheritedSockets inherited,
            Doors doors) {
        public Places {
            addresses = List.copyOf(addresses);
        }

        private OptionalLong group(ApiAddress.Unix address) {
            Long own = doors.groups().get(address.toString());
            return own == null ? group : OptionalLong.of(own);
        }
    }

    public ApiServer(Engine engine, Places places) {
        this(engine, places, Limits.DEFAULT);
    }

    /** On Unix sockets alone. */
    public ApiServer(Engine engine, List<ApiAddress> addresses, OptionalLong group) {
        this(engine, addresses, group, Limits.DEFAULT);
    }

    ApiServer(Engine engine, List<ApiAddress> addresses, OptionalLong group, Limits limits) {
        this(
                engine,
                new Places(addresses, group, Optional.empty(), InheritedSockets.of(Map.of(), 0), Doors.open()),
                limits);
    }

    ApiServer(Engine engine, Places places, Limits limits) {
        this.places = places;
        this.limits = limits;
        dispatcher = handler(engine, places.doors());
    }

    private static Handler handler(Engine engine, Doors doors) {
        Dispatcher dispatcher = new Dispatcher(engine, doors.gate());
        Handler authorized = new Authorized(dispatcher, () -> engine.settings().authorization());
        return doors.log()
                .<Handler>map(log -> new Audited(authorized, dispatcher.operations(), engine, doors.gate(), log))
                .orElse(authorized);
    }

    /** Listens on all its addresses, or on none. */
    public void open() {
        try {
            listen();
        } catch (SyscallException failed) {
            close();
            throw new EngineException.SystemError("cannot serve the API", failed);
        } catch (EngineException failed) {
            close();
            throw failed;
        }
    }

    private synchronized void listen() throws SyscallException {
        for (ApiAddress address : places.addresses) {
            // Not a switch over types: the first caller of an engine on demand would wait for it to be linked.
            if (address instanceof ApiAddress.Unix unix) {
                sockets.add(ApiSocket.open(unix, places.group(unix)));
            } else {
                listenElsewhere(address);
            }
        }
        HttpServer server = http;
        if (server != null) { // already there: nothing is gained by waiting
            for (ApiSocket socket : sockets) {
                server.serve(socket.address(), socket.listener());
            }
            return;
        }
        Poller poller = Poller.start("api-first");
        firstClient = poller;
        for (ApiSocket socket : sockets) {
            poller.register(socket.listener(), Poller.IN | Poller.ONESHOT, _ -> serve());
        }
    }

    private void listenElsewhere(ApiAddress address) throws SyscallException {
        switch (address) {
            case ApiAddress.Unix unix -> sockets.add(ApiSocket.open(unix, places.group(unix)));
            case ApiAddress.Tcp port ->
                server().serve(port.toString(), new HttpServer.Port(port.host(), port.port()), tls(port.toString()));
            case ApiAddress.Inherited inherited -> inherit(inherited);
        }
    }

    private HttpServer server() {
        HttpServer known = http;
        HttpServer server = known == null ? new HttpServer(dispatcher, limits) : known;
        http = server;
        return server;
    }

    private void inherit(ApiAddress.Inherited address) throws SyscallException {
        for (InheritedSockets.Socket socket : places.inherited.take(address)) {
            if (socket.unix()) {
                server().serve(address.toString(), socket.listener());
            } else {
                server().servePort(address.toString(), socket.listener(), tls(address.toString()));
            }
        }
    }

    private Optional<SslContext> tls(String address) {
        if (places.tls.isEmpty() || !places.tls.get().verify()) {
            LOG.log(
                    Level.WARNING,
                    "Binding to IP address without --tlsverify is insecure and gives root access on this machine to"
                            + " everyone who has access to your network. host=" + address);
        }
        return places.tls.map(ServerTls::context);
    }

    /** The first client is there. */
    private synchronized void serve() {
        Poller poller = firstClient;
        if (poller == null || http != null) {
            return;
        }
        try {
            HttpServer server = server();
            for (ApiSocket socket : sockets) {
                server.serve(socket.address(), socket.listener());
            }
        } catch (SyscallException | RuntimeException | Error failed) {
            LOG.log(Level.ERROR, "the API cannot be served", failed);
            sockets.forEach(ApiSocket::close);
        } finally {
            poller.close();
            firstClient = null;
        }
    }

    /** Nanoseconds since the last request ended, or since there was none; 0 while there is one. */
    public synchronized long idleNanos() {
        HttpServer serving = http;
        return serving == null ? System.nanoTime() - made : serving.idleNanos();
    }

    @Override
    public void close() {
        Poller waiting;
        synchronized (this) {
            waiting = firstClient;
            firstClient = null;
            sockets.forEach(ApiSocket::close);
            sockets.clear();
            if (http != null) {
                http.close();
            }
        }
        // Not under the lock, which its thread may be waiting for.
        if (waiting != null) {
            waiting.close();
        }
    }
}
