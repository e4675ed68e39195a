package sampan.kernel;

import java.io.IOException;

/** A system call failed; the message reads as strace prints it: {@code openat2(7, "etc/passwd") = ENOENT}. */
public final class SyscallException extends IOException {
    private static final long serialVersionUID = 1;

    private final int errno;

    /** @param call the call as strace shows it, without its result */
    public SyscallException(String call, int errno) {
        super(call + " = " + Errno.name(errno));
        this.errno = errno;
    }

    /** The kernel's answer, errno(3). */
    public int errno() {
        return errno;
    }

    public boolean is(int expected) {
        return errno == expected;
    }
}
