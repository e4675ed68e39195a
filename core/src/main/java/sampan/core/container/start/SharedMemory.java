package sampan.core.container.start;

import java.io.IOException;
import sampan.core.container.state.ContainerFolder;
import sampan.core.container.state.ContainerRecord;
import sampan.core.plan.Modes;
import sampan.kernel.Fd;
import sampan.kernel.mount.Tmpfs;

/**
 * The /dev/shm of a container with {@code --ipc shareable}, as others may join: a mount of the host's in its run-time folder, there
 * while it runs. Any other container's is its own, and no host mount.
 */
final class SharedMemory {
    static final String FOLDER = "shm";
    private static final int STICKY = 01777;
    private static final long USUAL = 64L << 20;

    private SharedMemory() {}

    /** Before each start: what the last run left in it is gone. (CVE-2024-3056) */
    static void provide(ContainerRecord record, Fd run) throws IOException {
        if (!record.hostConfig().namespaces().ipcMode().equals(Modes.SHAREABLE)) {
            return;
        }
        try (Fd folder = ContainerFolder.make(run, FOLDER)) {
            long size = record.hostConfig().storage().shmSize();
            Tmpfs.mount(folder, "shm", size == 0 ? USUAL : size, STICKY);
        }
    }

    /** Whether the container of this run-time folder runs with one. */
    static boolean isThere(Fd runs, String id) throws IOException {
        return ContainerFolder.has(runs, id, FOLDER);
    }
}
