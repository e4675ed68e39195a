package sampan.core.container;

import java.io.IOException;
import java.util.Optional;
import sampan.core.plan.Modes;
import sampan.kernel.Fd;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.FileType;
import sampan.kernel.file.Stat;
import sampan.kernel.file.Unlink;
import sampan.kernel.mount.Tmpfs;
import sampan.kernel.mount.Unmount;

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

    /** Who joined has it still. */
    static void removeFrom(Fd run) throws IOException {
        byte[] name = ContainerFolder.bytes(FOLDER);
        Optional<FileStatus> folder = Stat.find(run, name);
        if (folder.filter(found -> found.type() == FileType.DIRECTORY).isPresent()) {
            boolean mounted;
            do {
                mounted = Unmount.detach(run, name);
            } while (mounted);
            Unlink.directory(run, name);
        }
    }
}
