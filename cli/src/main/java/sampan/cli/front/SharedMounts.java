package sampan.cli.front;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import sampan.kernel.Fd;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Stat;

/** Whether a caller's process sees the same tree of files as the engine: it may be in another mount namespace, or in a chroot. Looked at once. */
final class SharedMounts {
    private final int pid;
    private @Nullable Boolean shared;

    /** @param pid 0: none in the engine's pid namespace */
    SharedMounts(int pid) {
        this.pid = pid;
    }

    synchronized boolean are() {
        Boolean known = shared;
        if (known == null) {
            known = pid != 0 && same("ns/mnt") && same("root");
            shared = known;
        }
        return known;
    }

    private boolean same(String link) {
        try {
            return at("self", link).sameFile(at(String.valueOf(pid), link));
        } catch (IOException gone) {
            return false;
        }
    }

    private static FileStatus at(String process, String link) throws IOException {
        try (Fd file = Open.open(Path.of("/proc", process, link), OpenFlags.O_PATH)) {
            return Stat.of(file);
        }
    }
}
