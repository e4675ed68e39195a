package sampan.runtime.launch;

import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Syscall;

/** statx(2): what a program can learn of an open file, for a later call to say it again. */
enum FileStatus {
    OWNER("owner", 20, Integer.BYTES, Symbol.STATX_UID),
    GROUP("group", 24, Integer.BYTES, Symbol.STATX_GID),
    /** With the kind of file, which who sets modes ignores. */
    MODE("mode", 28, Short.BYTES, Symbol.STATX_MODE);

    private static final int SIZE = 256;

    private final String register;
    private final int offset;
    private final int width;
    private final Symbol mask;

    FileStatus(String register, int offset, int width, Symbol mask) {
        this.register = register;
        this.offset = offset;
        this.width = width;
        this.mask = mask;
    }

    /** Keeps these of the file, each in the register of its name. */
    static void keep(Launch launch, Argument file, FileStatus... wanted) {
        Buffer status = Buffer.space(SIZE, "&statx");
        Symbol[] masks = new Symbol[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            masks[i] = wanted[i].mask;
        }
        launch.script()
                .call(
                        Syscall.STATX,
                        file,
                        Argument.of(""),
                        Symbol.AT_EMPTY_PATH.argument(),
                        Symbol.all(masks),
                        Argument.of(status));
        for (FileStatus one : wanted) {
            launch.script().peek(status, one.offset, one.width, launch.register(one.register));
        }
    }

    /** What has been kept. */
    Argument value(Launch launch) {
        return launch.value(register);
    }

    /** Another value than a file's. */
    void keep(Launch launch, Buffer value) {
        launch.script().peek(value, 0, Integer.BYTES, launch.register(register));
    }
}
