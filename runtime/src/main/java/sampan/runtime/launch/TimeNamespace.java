package sampan.runtime.launch;

import org.jspecify.annotations.Nullable;
import sampan.oci.spec.Implements;
import sampan.oci.spec.TimeOffsets;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#time-namespace-offsets">config-linux.md#time-namespace-offsets</a>
 *
 * <p>In the parent: the offsets are fixed when the first process enters, which is the child by being born.
 */
@Implements(value = "config-linux.md#time-namespace-offsets", properties = "linux.timeOffsets")
final class TimeNamespace {
    private TimeNamespace() {}

    static void compile(Launch launch) {
        TimeOffsets offsets = launch.linux().timeOffsets();
        boolean fresh = launch.namespaces().creates(Namespaces.Kind.TIME);
        if (offsets != null && !fresh) {
            throw new InvalidSpecException("linux.timeOffsets: without a new time namespace");
        }
        if (!fresh) {
            return;
        }
        Script script = launch.script();
        script.purpose("a time namespace for the child", "its clocks can be set apart now only", "time_namespaces(7)");
        script.call(Syscall.UNSHARE, Symbol.CLONE_NEWTIME.argument());
        if (offsets != null) {
            write(launch, text("boottime", offsets.boottime()) + text("monotonic", offsets.monotonic()));
        }
    }

    private static void write(Launch launch, String lines) {
        Script script = launch.script();
        if (lines.isEmpty()) {
            return;
        }
        script.call(
                        Syscall.OPENAT,
                        Argument.AT_FDCWD,
                        Argument.of("/proc/self/timens_offsets"),
                        Symbol.all(Symbol.O_WRONLY, Symbol.O_CLOEXEC))
                .into(launch.register("file"));
        script.call(Syscall.WRITE, launch.value("file"), Argument.of(lines), Argument.of(lines.length()));
        script.call(Syscall.CLOSE, launch.value("file"));
    }

    private static String text(String clock, TimeOffsets.@Nullable Offset offset) {
        return offset == null ? "" : clock + " " + offset.secs() + " " + offset.nanosecs() + "\n";
    }
}
