package sampan.core.launch;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sampan.kernel.Fd;
import sampan.kernel.socket.UnixSocket;

/** Somebody who has attached before the start, so as to miss nothing. One at most: who asks later takes the place. */
public final class WaitingClient implements AutoCloseable {
    private @Nullable FirstClient client;

    public WaitingClient() {}

    /**
     * The client's end of a new connection, for the caller to close.
     *
     * @param interests bits of {@link sampan.core.monitor.Interest}
     */
    public synchronized Fd connect(int interests) throws IOException {
        close();
        try (UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.STREAM)) {
            client = new FirstClient(pair.second().release(), interests);
            return pair.first().release();
        }
    }

    /** For the start: it is the taker's now. */
    public synchronized Optional<FirstClient> take() {
        Optional<FirstClient> taken = Optional.ofNullable(client);
        client = null;
        return taken;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
