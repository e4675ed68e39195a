package sampan.runtime.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.oci.spec.Hooks;

/**
 * How a hook failed, as a launch process reports it. What the hook wrote follows: its stdout, a zero byte, its stderr.
 *
 * @param index its place among those of its kind
 * @param timeout seconds after which it was killed; 0: it was not
 * @param signal 0: it ended by itself
 * @param code its exit code, if it ended by itself
 */
public record HookResult(HookKind kind, int index, int timeout, int signal, int code) {
    /** In bytes; no other report is of this size. */
    public static final int SIZE = 144;

    static final int KIND_AT = 0;
    static final int INDEX_AT = 4;

    /** A struct pollfd with the process. */
    static final int POLL_AT = 8;

    /** The siginfo_t of waitid(2). */
    static final int SIGINFO_AT = 16;

    static final int STATUS_AT = SIGINFO_AT + 24;

    /** Where the kernel writes nothing. */
    static final int TIMEOUT_AT = SIGINFO_AT + 64;

    private static final int CODE_AT = SIGINFO_AT + 8;
    private static final int REVENTS_AT = POLL_AT + 6;
    private static final int CLD_EXITED = 1;

    /** Empty when it is something else. */
    public static Optional<HookResult> read(byte[] report) {
        if (report.length < SIZE) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(report).order(ByteOrder.LITTLE_ENDIAN);
        boolean exited = fields.getInt(CODE_AT) == CLD_EXITED;
        int status = fields.getInt(STATUS_AT);
        return HookKind.of(fields.getInt(KIND_AT))
                .map(kind -> new HookResult(
                        kind,
                        fields.getInt(INDEX_AT),
                        fields.getShort(REVENTS_AT) == 0 ? fields.getInt(TIMEOUT_AT) : 0,
                        exited ? 0 : status,
                        exited ? status : 0));
    }

    /** runc's sentence. */
    public String sentence(String stdout, String stderr) {
        return ListedHook.blame(kind, index) + reason() + ", stdout: " + stdout + ", stderr: " + stderr;
    }

    /** Whether it is what a program means whose report says this. */
    public boolean explains(String message) {
        return message.equals(ListedHook.blame(kind, index) + "failed");
    }

    /** Its program could not be executed. */
    public String unrunnable(Hooks hooks, int errno) {
        return new ListedHook(kind, index, kind.of(hooks).get(index)).unrunnable() + Errno.sentence(errno);
    }

    private String reason() {
        if (timeout > 0) {
            return "hook ran past specified timeout of " + timeout + ".0s";
        }
        return signal == 0 ? "exit status " + code : "signal: " + name(signal);
    }

    /** Go's. */
    private static String name(int signal) {
        return switch (signal) {
            case 1 -> "hangup";
            case 2 -> "interrupt";
            case 3 -> "quit";
            case 6 -> "aborted";
            case 9 -> "killed";
            case 11 -> "segmentation fault";
            case 13 -> "broken pipe";
            case 14 -> "alarm clock";
            case 15 -> "terminated";
            default -> "signal " + signal;
        };
    }
}
