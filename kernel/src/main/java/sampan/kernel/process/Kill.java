package sampan.kernel.process;

import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/** kill(2): for process groups, and for processes that nobody can have waited for. For all others {@link Pidfd}. */
public final class Kill {
    private Kill() {}

    public static void process(int pid, Signal signal) throws SyscallException {
        if (pid <= 0) {
            throw new IllegalArgumentException("not one process: " + pid);
        }
        kill(pid, signal);
    }

    /** Every process of the group. */
    public static void group(int leader, Signal signal) throws SyscallException {
        if (leader <= 1) { // -1 would be everybody
            throw new IllegalArgumentException("not a process group: " + leader);
        }
        kill(-leader, signal);
    }

    private static void kill(int pid, Signal signal) throws SyscallException {
        long result = Call.KILL.invoke(pid, signal.number());
        if (result < 0) {
            throw SyscallException.of(Call.KILL, result, pid, signal);
        }
    }
}
