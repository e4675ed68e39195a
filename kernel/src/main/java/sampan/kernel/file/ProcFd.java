package sampan.kernel.file;

import sampan.kernel.Fd;

/**
 * The path by which calls without an "empty path" form reach what a descriptor names: a magic link, so no name is looked up again
 * and a symbolic link held by O_PATH is itself the target. The engine's own /proc is the host's and trusted.
 */
public final class ProcFd {
    private ProcFd() {}

    public static String path(Fd fd) {
        return "/proc/self/fd/" + fd.number();
    }

    /** The same for other processes, as long as this one holds the descriptor. */
    public static String pathForOthers(Fd fd) {
        return "/proc/" + ProcessHandle.current().pid() + "/fd/" + fd.number();
    }
}
