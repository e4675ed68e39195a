package sampan.runtime.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;

/**
 * proc_pid_stat(5): whether a number still names the process it did.
 *
 * @param state its letter; {@code Z} and {@code X} have ended
 * @param startTime clock ticks since boot
 */
public record ProcessLook(char state, long startTime) {
    private static final int STATE_FIELD = 0;
    private static final int START_FIELD = 19;
    private static final int LONGEST = 4096;

    /** Empty when there is no such process. */
    public static Optional<ProcessLook> at(int pid) throws IOException {
        try {
            Optional<Fd> found = Open.find(Path.of("/proc/" + pid + "/stat"), OpenFlags.O_RDONLY);
            return found.isEmpty() ? Optional.empty() : Optional.of(read(found.get()));
        } catch (SyscallException gone) {
            // One that ends meanwhile is missed by open(2), too, as ESRCH.
            if (gone.is(Errno.ESRCH)) {
                return Optional.empty();
            }
            throw gone;
        }
    }

    /** Closes it. */
    private static ProcessLook read(Fd file) throws IOException {
        try (file) {
            return read(new String(Read.all(file, LONGEST), StandardCharsets.UTF_8));
        }
    }

    private static ProcessLook read(String stat) {
        // A command's name may hold blanks and brackets; the last one closes it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", START_FIELD + 2);
        return new ProcessLook(fields[STATE_FIELD].charAt(0), Long.parseLong(fields[START_FIELD]));
    }

    /** It may still be in the table of processes. */
    public boolean ended() {
        return state == 'Z' || state == 'X';
    }
}
