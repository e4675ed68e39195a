package sampan.kernel.seccomp;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * What the kernel does with a call.
 *
 * @param value the errno of {@link Kind#ERRNO}, the message of {@link Kind#TRACE}; else 0
 */
public record Action(Kind kind, int value) {
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;

    public static final Action ALLOW = new Action(Kind.ALLOW, 0);
    public static final Action KILL_THREAD = new Action(Kind.KILL_THREAD, 0);
    static final Action NO_SUCH_CALL = errno(ENOSYS);

    /** {@code SECCOMP_RET_*} of linux/seccomp.h, by the names of config.json. */
    public enum Kind {
        KILL_PROCESS("SCMP_ACT_KILL_PROCESS", 0x80000000),
        KILL_THREAD("SCMP_ACT_KILL_THREAD", 0),
        TRAP("SCMP_ACT_TRAP", 0x00030000),
        ERRNO("SCMP_ACT_ERRNO", 0x00050000),
        NOTIFY("SCMP_ACT_NOTIFY", 0x7fc00000),
        TRACE("SCMP_ACT_TRACE", 0x7ff00000),
        LOG("SCMP_ACT_LOG", 0x7ffc0000),
        ALLOW("SCMP_ACT_ALLOW", 0x7fff0000);

        private final String ociName;
        private final int code;

        Kind(String ociName, int code) {
            this.ociName = ociName;
            this.code = code;
        }

        private boolean takesValue() {
            return this == ERRNO || this == TRACE;
        }

        /** Whether a call that nobody thought of gets through, so that inventing an answer would only hide it. */
        boolean letsThrough() {
            return this == ALLOW || this == LOG || this == TRACE;
        }
    }

    public Action {
        if (value != 0 && !kind.takesValue()) {
            throw new InvalidFilterException("errnoRet means nothing with " + kind.ociName);
        }
        if (value < 0 || value > 0xffff) {
            throw new InvalidFilterException("errnoRet " + value + " is not between 0 and 65535");
        }
    }

    public static Action errno(int errno) {
        return new Action(Kind.ERRNO, errno);
    }

    /** An action as config.json names it; without {@code errnoRet} the errno is EPERM, as in runc. */
    public static Action parse(String name, OptionalInt errnoRet) {
        Kind kind = name.equals("SCMP_ACT_KILL") ? Kind.KILL_THREAD : kind(name);
        return new Action(kind, errnoRet.orElse(kind.takesValue() ? EPERM : 0));
    }

    private static Kind kind(String name) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.ociName.equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidFilterException("string " + name + " is not a valid action for seccomp"));
    }

    /** What the BPF program returns. */
    int code() {
        return kind.code | value;
    }

    @Override
    public String toString() {
        return kind.takesValue() ? kind.ociName + "(" + value + ")" : kind.ociName;
    }
}
