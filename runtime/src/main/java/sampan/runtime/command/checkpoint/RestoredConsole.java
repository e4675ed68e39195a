package sampan.runtime.command.checkpoint;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.file.Fcntl;
import sampan.kernel.socket.Message;
import sampan.kernel.socket.UnixSocket;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.handover.Handing;
import sampan.runtime.command.handover.LaunchOptions;
import sampan.runtime.program.Descriptor;

/**
 * Where the master side of a restored terminal goes: to the caller's socket, or to the monitor.
 *
 * @param here what it is sent on; absent: there is no terminal
 * @param monitors the monitor's end; absent: it has none
 */
public record RestoredConsole(Optional<Fd> here, Optional<Fd> monitors) implements AutoCloseable {
    private static final byte[] NO_NAME = new byte[4];

    static RestoredConsole of(Context context, LaunchOptions options, boolean terminal)
            throws IOException, RuntimeFailure {
        if (options.console().isPresent()) {
            return new RestoredConsole(
                    Optional.of(context.connect(options.console().get())), Optional.empty());
        }
        if (!terminal) {
            return new RestoredConsole(Optional.empty(), Optional.empty());
        }
        try (UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.STREAM)) {
            return new RestoredConsole(
                    Optional.of(pair.first().release()),
                    Optional.of(pair.second().release()));
        }
    }

    void hand(Handing handing) throws IOException {
        if (monitors.isPresent()) {
            handing.put(new Descriptor.ConsoleSocket(), Fcntl.duplicate(monitors.get()));
        }
    }

    /** criu has made the terminal. */
    void take(List<Fd> master) throws IOException {
        if (here.isPresent() && !master.isEmpty()) {
            Message.send(here.get(), NO_NAME, List.of(master.getFirst()));
        }
    }

    @Override
    public void close() {
        here.ifPresent(Fd::close);
        monitors.ifPresent(Fd::close);
    }
}
