package sampan.kernel.process;

import sampan.kernel.Fd;

/** A process we spawned. Closing it forgets it; it then stays in the table of processes until we end. */
public record Child(int pid, Fd pidfd) implements AutoCloseable {
    @Override
    public void close() {
        pidfd.close();
    }
}
