package sampan.core.monitor;

import java.io.IOException;
import sampan.kernel.Fd;
import sampan.kernel.process.Poller;
import sampan.kernel.socket.Message;
import sampan.kernel.socket.UnixSocket;

/** All connections of an engine to its monitors, served by one thread. */
public final class Monitors implements AutoCloseable {
    /** The socket's name in a container's run-time folder. */
    public static final String SOCKET = "monitor.sock";

    private final Poller poller;

    public Monitors() throws IOException {
        poller = Poller.start("monitors");
    }

    /** The other end was given to the monitor as a first client that wants events. Takes the socket over. */
    public MonitorConnection listen(Fd socket, MonitorListener listener) throws IOException {
        return MonitorConnection.open(poller, socket, listener);
    }

    /** Connects to a monitor that an earlier engine started; it tells again what has happened. */
    public MonitorConnection connect(Fd folder, MonitorListener listener) throws IOException {
        try (Fd socket = UnixSocket.connect(folder, SOCKET, UnixSocket.Type.STREAM)) {
            Message.send(socket, Frame.hello(Interest.EVENTS.bit()));
            return MonitorConnection.open(poller, socket.release(), listener);
        }
    }

    /** A stream of a running container for somebody else. */
    public static Fd attach(Fd folder, int interests) throws IOException {
        try (Fd socket = UnixSocket.connect(folder, SOCKET, UnixSocket.Type.STREAM)) {
            Message.send(socket, Frame.hello(interests));
            return socket.release();
        }
    }

    /** Stops listening; the monitors do not mind. */
    @Override
    public void close() {
        poller.close();
    }
}
