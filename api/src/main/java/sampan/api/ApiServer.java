package sampan.api;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import sampan.api.http.HttpServer;
import sampan.api.http.Limits;
import sampan.core.Engine;
import sampan.core.error.EngineException;
import sampan.kernel.SyscallException;
import sampan.kernel.process.Poller;

/**
 * Serves the Docker Engine API of one engine on Unix sockets.
 *
 * <p>Listening costs next to nothing: until the first client connects there is a socket and a waiting thread. Only then comes HTTP, which an engine that nobody
 * speaks Docker's language to never loads.
 */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ApiServer.class.getName());

    private final List<ApiAddress> addresses;
    private final OptionalLong group;
    private final Limits limits;
    private final Dispatcher dispatcher;
    private final List<ApiSocket> sockets = new ArrayList<>();
    private @Nullable Poller firstClient;
    private final long made = System.nanoTime();
    private @Nullable HttpServer http;

    /** @param group whose members may connect; empty: those of root's */
    public ApiServer(Engine engine, List<ApiAddress> addresses, OptionalLong group) {
        this(engine, addresses, group, Limits.DEFAULT);
    }

    ApiServer(Engine engine, List<ApiAddress> addresses, OptionalLong group, Limits limits) {
        this.addresses = List.copyOf(addresses);
        this.group = group;
        this.limits = limits;
        dispatcher = new Dispatcher(Routes.of(engine));
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
        for (ApiAddress address : addresses) {
            sockets.add(ApiSocket.open(address, group));
        }
        Poller poller = Poller.start("api-first");
        firstClient = poller;
        for (ApiSocket socket : sockets) {
            poller.register(socket.listener(), Poller.IN | Poller.ONESHOT, _ -> serve());
        }
    }

    /** The first client is there. */
    private synchronized void serve() {
        Poller poller = firstClient;
        if (poller == null || http != null) {
            return;
        }
        try {
            HttpServer server = new HttpServer(dispatcher, limits);
            http = server;
            for (ApiSocket socket : sockets) {
                server.serve(socket.listener());
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
