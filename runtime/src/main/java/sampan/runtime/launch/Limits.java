package sampan.runtime.launch;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sampan.kernel.Errno;
import sampan.oci.spec.Implements;
import sampan.oci.spec.Rlimit;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Step;
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

    /** Descriptors that the way to execve(2) may need. */
    private static final long ROOM = 1024;

    // runc's words for whose they are.
    private static final String FIRST = "ready process";
    private static final String FURTHER = "process";

    private Limits() {}

    /** As late as possible: a low limit of descriptors would stop what comes before. */
    static void compile(Launch launch) {
        set(launch, Argument.of(0), false, FIRST);
    }

    /** The same for one more process. */
    static void join(Launch launch) {
        set(launch, Argument.of(0), false, FURTHER);
    }

    /** In a user namespace nobody may raise a limit: the parent does it, while the child waits for its id mappings. */
    static void raiseInParent(Launch launch) {
        if (launch.namespaces().creates(Namespaces.Kind.USER)) {
            set(launch, Argument.of(launch.register("pid")), true, FIRST);
        }
    }

    /** Before a user namespace is joined. */
    static void raise(Launch launch) {
        set(launch, Argument.of(0), true, FIRST);
    }

    /** The same for one more process. */
    static void raiseToJoin(Launch launch) {
        set(launch, Argument.of(0), true, FURTHER);
    }

    private static void set(Launch launch, Argument pid, boolean forNow, String process) {
        Set<String> seen = new HashSet<>();
        for (Rlimit limit : launch.process().rlimits()) {
            check(limit);
            if (!seen.add(limit.type())) {
                throw new InvalidSpecException("process.rlimits: " + limit.type() + " is there twice");
            }
            if (!forNow) {
                set(launch, pid, limit, process);
            } else if (limit.type().equals("RLIMIT_NOFILE") && Long.compareUnsigned(limit.hard(), ROOM) < 0) {
                set(launch, pid, new Rlimit(limit.type(), ROOM, ROOM), process).tolerate(Errno.EPERM);
            } else {
                set(launch, pid, new Rlimit(limit.type(), limit.hard(), limit.hard()), process);
            }
        }
    }

    private static void check(Rlimit limit) {
        if (!NAMES.contains(limit.type())) {
            throw new InvalidSpecException("process.rlimits: unknown type " + limit.type());
        }
        if (Long.compareUnsigned(limit.soft(), limit.hard()) > 0) {
            throw new InvalidSpecException("process.rlimits: " + limit.type() + ": soft limit above the hard one");
        }
    }

    private static Step set(Launch launch, Argument pid, Rlimit limit, String process) {
        int number = NAMES.indexOf(limit.type());
        return launch.script()
                .purpose("resource limits", "as asked for, whatever the engine's are", "getrlimit(2)")
                .blame("error setting rlimits for " + process + ": error setting rlimit type " + number + ": %ERROR%")
                .call(
                        Syscall.PRLIMIT64,
                        pid,
                        Argument.of(number, limit.type()),
                        Argument.of(Buffer.longs(text(limit), limit.soft(), limit.hard())),
                        Argument.NULL);
    }

    private static String text(Rlimit limit) {
        return "{" + text(limit.soft()) + ", " + text(limit.hard()) + "}";
    }

    private static String text(long value) {
        return value == Rlimit.INFINITY ? "RLIM_INFINITY" : Long.toUnsignedString(value);
    }
}
