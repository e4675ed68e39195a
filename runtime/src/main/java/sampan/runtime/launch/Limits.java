package sampan.runtime.launch;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sampan.oci.spec.Implements;
import sampan.oci.spec.Rlimit;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Register;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#posix-process">config.md#posix-process</a>, the limits. */
@Implements(value = "config.md#posix-process", properties = "process.rlimits")
final class Limits {
    /** In the order of their numbers. */
    private static final List<String> NAMES = List.of(
            "RLIMIT_CPU",
            "RLIMIT_FSIZE",
            "RLIMIT_DATA",
            "RLIMIT_STACK",
            "RLIMIT_CORE",
            "RLIMIT_RSS",
            "RLIMIT_NPROC",
            "RLIMIT_NOFILE",
            "RLIMIT_MEMLOCK",
            "RLIMIT_AS",
            "RLIMIT_LOCKS",
            "RLIMIT_SIGPENDING",
            "RLIMIT_MSGQUEUE",
            "RLIMIT_NICE",
            "RLIMIT_RTPRIO",
            "RLIMIT_RTTIME");

    private Limits() {}

    static void compile(Launch launch) {
        if (!launch.remapped()) {
            set(launch, Argument.of(0));
        }
    }

    /** In a user namespace nobody may raise a limit: the parent does it, while the child waits for its id mappings. */
    static void compileInParent(Launch launch) {
        if (launch.remapped()) {
            Register pid = launch.register("pid");
            set(launch, Argument.of(pid));
        }
    }

    private static void set(Launch launch, Argument pid) {
        Script script = launch.script();
        Set<String> seen = new HashSet<>();
        for (Rlimit limit : launch.process().rlimits()) {
            int number = NAMES.indexOf(limit.type());
            if (number < 0) {
                throw new InvalidSpecException("process.rlimits: unknown type " + limit.type());
            }
            if (!seen.add(limit.type())) {
                throw new InvalidSpecException("process.rlimits: " + limit.type() + " is there twice");
            }
            if (Long.compareUnsigned(limit.soft(), limit.hard()) > 0) {
                throw new InvalidSpecException("process.rlimits: " + limit.type() + ": soft limit above the hard one");
            }
            script.purpose("resource limits", "as asked for, whatever the engine's are", "getrlimit(2)")
                    .blame("error setting rlimit type " + number + ": %ERROR%");
            script.call(
                    Syscall.PRLIMIT64,
                    pid,
                    Argument.of(number, limit.type()),
                    Argument.of(Buffer.longs(text(limit), limit.soft(), limit.hard())),
                    Argument.NULL);
        }
    }

    private static String text(Rlimit limit) {
        return "{" + text(limit.soft()) + ", " + text(limit.hard()) + "}";
    }

    private static String text(long value) {
        return value == Rlimit.INFINITY ? "RLIM_INFINITY" : Long.toUnsignedString(value);
    }
}
