package sampan.core.monitor;

import java.time.Instant;
import sampan.kernel.Fd;

/** Hears what a monitor tells, in this order, on the thread {@code monitors}: it must not block there. */
public interface MonitorListener {
    /**
     * The process exists; its program does not run yet.
     *
     * @param pidfd belongs to the listener
     */
    void started(int pid, Fd pidfd, Instant at);

    /** execve(2) worked. */
    void running();

    /** The launch failed at this operation of the program; nothing more is told. */
    void failed(int operation, int errno);

    /** The process has ended; nothing more is told. */
    void exited(Exit exit);

    /** The monitor is gone without a word. */
    void lost();
}
