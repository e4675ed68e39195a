package sampan.runtime.systemd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Pipe;
import sampan.kernel.process.Child;
import sampan.kernel.process.Pidfd;
import sampan.kernel.process.Signal;
import sampan.kernel.process.Spawn;

/**
 * A process that only is there: a scope begins with one and ends when none is in it, and the first that matters is born into its cgroup.
 * It waits for the end of a pipe, so it ends with us if not before.
 */
public final class Placeholder implements AutoCloseable {
    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/bin/cat"), Path.of("/bin/cat"));

    private final Fd end;
    private final Child process;

    private Placeholder(Fd end, Child process) {
        this.end = end;
        this.process = process;
    }

    /** To be put where it is needed. */
    public static Placeholder start() throws IOException {
        Path cat = PROGRAMS.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("a scope needs cat(1) on the host, to begin with"));
        try (Pipe pipe = Pipe.open();
                Fd program = Open.open(cat, OpenFlags.O_PATH)) {
            Spawn.Stdio stdio = new Spawn.Stdio(Optional.of(pipe.readEnd()), Optional.empty(), Optional.empty());
            Child process = Spawn.start(new Spawn.Command(program, List.of("cat"), List.of(), List.of(), stdio));
            return new Placeholder(pipe.writeEnd().release(), process);
        }
    }

    public int pid() {
        return process.pid();
    }

    @Override
    public void close() {
        end.close();
        try {
            Pidfd.trySignal(process.pidfd(), Signal.KILL);
            Pidfd.await(process.pidfd());
        } catch (SyscallException e) {
            throw new IllegalStateException("a child of ours cannot be waited for", e);
        } finally {
            process.close();
        }
    }
}
