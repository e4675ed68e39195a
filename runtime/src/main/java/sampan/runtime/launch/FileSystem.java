package sampan.runtime.launch;

import sampan.runtime.program.Argument;
import sampan.runtime.program.Register;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/** A new file system under construction: fsopen(2), fsconfig(2), fsmount(2). No option can be mistaken for another. */
final class FileSystem {
    private static final String CONTEXT = "fs";

    private final Launch launch;
    private final Script script;

    private FileSystem(Launch launch) {
        this.launch = launch;
        this.script = launch.script();
    }

    static FileSystem open(Launch launch, String type) {
        launch.script()
                .call(Syscall.FSOPEN, Argument.of(type), Symbol.FSOPEN_CLOEXEC.argument())
                .into(launch.register(CONTEXT));
        return new FileSystem(launch);
    }

    void set(String key, String value) {
        script.call(
                Syscall.FSCONFIG,
                launch.value(CONTEXT),
                Symbol.FSCONFIG_SET_STRING.argument(),
                Argument.of(key),
                Argument.of(value),
                Argument.of(0));
    }

    void flag(String key) {
        script.call(
                Syscall.FSCONFIG,
                launch.value(CONTEXT),
                Symbol.FSCONFIG_SET_FLAG.argument(),
                Argument.of(key),
                Argument.NULL,
                Argument.of(0));
    }

    void descriptor(String key, Argument fd) {
        script.call(
                Syscall.FSCONFIG,
                launch.value(CONTEXT),
                Symbol.FSCONFIG_SET_FD.argument(),
                Argument.of(key),
                Argument.NULL,
                fd);
    }

    /** An option as mount(8) takes it: {@code size=64m}, {@code newinstance}. */
    void option(String option) {
        int equals = option.indexOf('=');
        if (equals < 0) {
            flag(option);
        } else {
            set(option.substring(0, equals), option.substring(equals + 1));
        }
    }

    /** The mount is in the register, attached nowhere. */
    void mount(Register into, Argument attributes) {
        script.call(
                Syscall.FSCONFIG,
                launch.value(CONTEXT),
                Symbol.FSCONFIG_CMD_CREATE.argument(),
                Argument.NULL,
                Argument.NULL,
                Argument.of(0));
        script.call(Syscall.FSMOUNT, launch.value(CONTEXT), Symbol.FSMOUNT_CLOEXEC.argument(), attributes)
                .into(into);
        script.call(Syscall.CLOSE, launch.value(CONTEXT));
    }
}
