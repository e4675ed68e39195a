package sampan.kernel.process;

/**
 * How a process ended.
 *
 * @param code of exit(2); 0 when a signal ended it
 * @param signal that ended it; 0 when it exited
 */
public record ExitStatus(int code, int signal) {
    private static final int SIGNAL_BASE = 128;

    /** As shells and Docker tell it: the code, or 128 + n for signal n. */
    public int shellCode() {
        return signal == 0 ? code : SIGNAL_BASE + signal;
    }
}
