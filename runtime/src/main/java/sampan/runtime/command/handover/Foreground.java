package sampan.runtime.command.handover;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.socket.UnixSocket;
import sampan.runtime.command.call.Invocation;
import sampan.runtime.program.MonitorSettings;

/**
 * A caller who waits for the end, through a monitor beside the process: it pumps a terminal, passes signals on and tells the exit code.
 *
 * @param terminal the process has a terminal, and the caller's streams are its other side
 */
public record Foreground(UnixSocket.Pair pair, boolean terminal, int rows, int columns) implements AutoCloseable {
    private static final int WANT_STDOUT = 1;
    private static final int SENDS_STDIN = 8;

    static Foreground of(Invocation invocation, boolean terminal) throws IOException {
        return new Foreground(
                UnixSocket.pair(UnixSocket.Type.STREAM), terminal, invocation.rows(), invocation.columns());
    }

    public Fd stream() {
        return pair.first();
    }

    public Fd monitorEnd() {
        return pair.second();
    }

    public MonitorSettings settings() {
        return new MonitorSettings(
                MonitorSettings.Log.NONE,
                false,
                false,
                List.of(terminal ? WANT_STDOUT | SENDS_STDIN : 0),
                false,
                false,
                false,
                terminal ? rows : 0,
                terminal ? columns : 0);
    }

    /** Until the end; closes the connection. */
    public int attach(Invocation invocation) throws IOException {
        return attach(invocation, Optional.empty());
    }

    /** The same, with something to be begun early. */
    public int attach(Invocation invocation, Optional<Invocation.Ending> ending) throws IOException {
        try (this) {
            return invocation.attach(pair.first(), terminal, ending);
        }
    }

    @Override
    public void close() {
        pair.close();
    }
}
