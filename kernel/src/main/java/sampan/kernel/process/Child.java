package sampan.kernel.process;

import java.io.IOException;
import java.time.Duration;
import sampan.kernel.Fd;

/** A process we spawned. Closing it forgets it; it then stays in the table of processes until we end. */
public record Child(int pid, Fd pidfd) implements AutoCloseable {
    /** Waits for its end, and kills it when it takes longer; its exit code as a shell tells it. */
    public int endWithin(Duration patience) throws IOException {
        if (!Pidfd.ended(pidfd, patience)) {
            Pidfd.trySignal(pidfd, Signal.KILL);
        }
        return Pidfd.await(pidfd).shellCode();
    }

    @Override
    public void close() {
        pidfd.close();
    }
}
