package sampan.core.caller;

import java.io.IOException;
import java.util.List;
import sampan.kernel.Fd;

/** Starts the launch process, which stays as the container's monitor: as a child of whoever this is. */
public interface Launcher {
    /**
     * Returns when the process exists; what becomes of the program is told on the monitor's event connection.
     *
     * @param binary the sealed launch binary
     * @param program the launch program; becomes descriptor 3
     * @param handed become 4, 5, ... ; all stay open here and belong to the caller of this method
     */
    void launch(Fd binary, Fd program, List<Fd> handed) throws IOException;

    /** Whether the process stays in the cgroup of whoever asked, as a child of a systemd unit should; else it gets one of the engine's. */
    default boolean staysInCallersCgroup() {
        return true;
    }
}
