package sampan.core.network.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sampan.core.error.EngineException;
import sampan.kernel.Fd;
import sampan.kernel.file.Fcntl;
import sampan.kernel.netlink.RouteSocket;
import sampan.kernel.socket.Message;
import sampan.kernel.socket.Received;
import sampan.runtime.program.LaunchFailure;
import sampan.runtime.program.Program;

/** A network namespace, held, with a routing socket that was opened in it. A new one is gone with this object unless a container has joined it. */
public final class PreparedNamespace implements AutoCloseable {
    private static final int REPORT = 8;

    private final Fd namespace;
    private final RouteSocket routes;
    private @Nullable NameSockets names;

    private PreparedNamespace(Fd namespace, RouteSocket routes, @Nullable NameSockets names) {
        this.namespace = namespace;
        this.routes = routes;
        this.names = names;
    }

    /**
     * Waits for what a program of {@link sampan.runtime.launch.NetworkCompiler} hands out of a namespace that is somebody's already.
     *
     * @param asked the socket to the launch process, taken over
     */
    static PreparedNamespace joined(Fd asked, Program program) throws IOException {
        try (Fd socket = asked;
                Fd opened = next(socket, program);
                Fd namespace = next(socket, program)) {
            return new PreparedNamespace(namespace.release(), RouteSocket.of(opened.release()), null);
        }
    }

    /** The same of a new one. */
    static PreparedNamespace fresh(Fd asked, Program program) throws IOException {
        try (Fd socket = asked;
                Fd opened = next(socket, program);
                Fd namespace = next(socket, program);
                NameSockets names = names(socket, program)) {
            NameSockets kept =
                    new NameSockets(names.udp().release(), names.tcp().release());
            return new PreparedNamespace(namespace.release(), RouteSocket.of(opened.release()), kept);
        }
    }

    /** What the program hands out that opens the sockets of a name server, and nothing else. */
    static NameSockets names(Fd socket, Program program) throws IOException {
        try (Fd udp = next(socket, program);
                Fd tcp = next(socket, program)) {
            return new NameSockets(udp.release(), tcp.release());
        }
    }

    private static Fd next(Fd socket, Program program) throws IOException {
        Optional<Received> message = Message.receive(socket, REPORT, 1);
        if (message.isEmpty()) {
            throw new EngineException.SystemError("the launch process ended without a word", null);
        }
        try (Received received = message.get()) {
            if (!received.descriptors().isEmpty()) {
                return received.descriptors().getFirst().release();
            }
            ByteBuffer fields = ByteBuffer.wrap(received.payload()).order(ByteOrder.LITTLE_ENDIAN);
            if (fields.remaining() != REPORT) {
                throw new EngineException.SystemError("the launch process sent no namespace", null);
            }
            LaunchFailure failure = program.failure(fields.getInt(), fields.getInt());
            throw new EngineException.SystemError(failure.message(), null);
        }
    }

    /** Bound to the namespace. Stays this object's. */
    public RouteSocket routes() {
        return routes;
    }

    /** Stays this object's. */
    Fd descriptor() {
        return namespace;
    }

    /** One more descriptor of it, for the caller to close. */
    public Fd duplicate() throws IOException {
        return Fcntl.duplicate(namespace);
    }

    /** The sockets of its name server, for the caller to close; empty when they have been taken, or the namespace was somebody's before. */
    public Optional<NameSockets> takeNames() {
        Optional<NameSockets> taken = Optional.ofNullable(names);
        names = null;
        return taken;
    }

    @Override
    public void close() {
        takeNames().ifPresent(NameSockets::close);
        routes.close();
        namespace.close();
    }
}
