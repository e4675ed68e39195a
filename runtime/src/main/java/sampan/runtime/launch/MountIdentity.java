package sampan.runtime.launch;

import sampan.kernel.Errno;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Blame;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Syscall;

/**
 * Which mount an open file is on, by the kernel's number for it: no path tells, as links of an image lead anywhere.
 *
 * <p>A program cannot compare, but futex(2) can: EAGAIN tells that a word is not the expected one, ETIMEDOUT that it is.
 */
enum MountIdentity {
    /** The container's root file system itself: its own writable layer. */
    ROOT("mount of the root"),
    /** The container's procfs. */
    PROC("mount of proc");

    private static final int STATX = 256;
    private static final int MOUNT_AT = 144;

    private final String register;

    MountIdentity(String register) {
        this.register = register;
    }

    /** Keeps the number of this mount for later questions. */
    void keep(Launch launch, Argument mount) {
        Buffer status = status(launch, mount);
        launch.script().peek(status, MOUNT_AT, Integer.BYTES, launch.register(register));
    }

    boolean kept(Launch launch) {
        return launch.known(register);
    }

    /** Ends the program with this sentence when the file is on this mount. */
    void refuse(Launch launch, Argument file, String sentence) {
        compare(launch, file, Errno.EAGAIN, sentence);
    }

    /** Ends the program with this sentence when the file is on another mount. */
    void demand(Launch launch, Argument file, String sentence) {
        compare(launch, file, Errno.ETIMEDOUT, sentence);
    }

    private void compare(Launch launch, Argument file, int good, String sentence) {
        Buffer status = status(launch, file);
        launch.script()
                .call(
                        Syscall.FUTEX,
                        new Argument.Address(status, MOUNT_AT),
                        Symbol.FUTEX_WAIT_PRIVATE.argument(),
                        launch.value(register),
                        Argument.of(Buffer.longs("{0, 0}", 0, 0)))
                .tolerate(good)
                .blame(new Blame.Sentence(sentence));
    }

    private static Buffer status(Launch launch, Argument file) {
        Buffer status = Buffer.space(STATX, "&statx");
        launch.script()
                .call(
                        Syscall.STATX,
                        file,
                        Argument.of(""),
                        Symbol.AT_EMPTY_PATH.argument(),
                        Symbol.STATX_MNT_ID.argument(),
                        Argument.of(status));
        return status;
    }
}
