package sampan.runtime.launch;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sampan.oci.spec.Implements;
import sampan.oci.spec.Seccomp;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp">config-linux.md#seccomp</a>, and no_new_privs, which decides when. */
@Implements(value = "config-linux.md#seccomp", properties = "linux.seccomp")
@Implements(value = "config.md#linux-process", properties = "process.noNewPrivileges")
final class Confinement {
    private static final Set<String> PERMISSIVE = Set.of("SCMP_ACT_ALLOW", "SCMP_ACT_LOG");
    private static final int FPROG = 16;
    private static final int POINTER_AT = 8;

    private Confinement() {}

    static void noNewPrivileges(Launch launch) {
        if (launch.process().noNewPrivileges()) {
            Argument zero = Argument.of(0);
            launch.script()
                    .purpose("no new privileges", "execve gives nothing, setuid or not", "PR_SET_NO_NEW_PRIVS(2const)")
                    .call(Syscall.PRCTL, Symbol.PR_SET_NO_NEW_PRIVS.argument(), Argument.of(1), zero, zero, zero);
        }
    }

    /** Whether a call can be made by the child to the end: an old profile does not know new calls. */
    static boolean lets(Launch launch, Syscall call) {
        Seccomp seccomp = launch.linux().seccomp();
        if (seccomp == null || launch.process().noNewPrivileges()) {
            return true;
        }
        return PERMISSIVE.contains(seccomp.defaultAction())
                || seccomp.syscalls().stream()
                        .anyMatch(rule -> PERMISSIVE.contains(rule.action())
                                && rule.names().contains(call.call()));
    }

    /** Without no_new_privs a filter needs CAP_SYS_ADMIN, which is about to go. */
    static void early(Launch launch) {
        if (!launch.process().noNewPrivileges()) {
            filter(launch);
        }
    }

    /** Else it comes last, so that it has to allow as little as possible. */
    static void late(Launch launch) {
        if (launch.process().noNewPrivileges() && !notifies(launch)) {
            filter(launch);
        }
    }

    /** But one with a listener comes while the runtime is there to take it. */
    static void watched(Launch launch) {
        if (launch.process().noNewPrivileges() && notifies(launch)) {
            filter(launch);
        }
    }

    private static boolean notifies(Launch launch) {
        return launch.request().seccomp().filter(SeccompProgram::notifies).isPresent();
    }

    /**
     * The runtime takes the listener out of this process itself, knowing its number: once the filter is loaded, any call that would
     * hand it over might be one that waits for the listener's answer.
     */
    private static void announce(Launch launch) {
        if (!Handover.of(launch)) {
            throw new InvalidSpecException("linux.seccomp: nobody takes the descriptor that SCMP_ACT_NOTIFY gives");
        }
        Script script = launch.script();
        script.purpose("the listener's number", "the lowest that is free", "seccomp_unotify(2)");
        script.call(Syscall.FCNTL, launch.value(Pipes.REPORT), Symbol.F_DUPFD_CLOEXEC.argument(), Argument.of(0))
                .into(launch.register("listener"));
        script.call(Syscall.CLOSE, launch.value("listener"));
        Buffer word = Buffer.ints("{listener}", Handover.LISTENER, 0);
        script.poke(word, Integer.BYTES, launch.register("listener"), Integer.BYTES);
        script.call(Syscall.WRITE, launch.value(Pipes.REPORT), Argument.of(word), Argument.of(Handover.REPORT));
    }

    private static void filter(Launch launch) {
        Optional<SeccompProgram> program = launch.request().seccomp();
        if (program.isEmpty()) {
            if (launch.linux().seccomp() != null) {
                throw new InvalidSpecException("linux.seccomp: the filter is not compiled");
            }
            return;
        }
        SeccompProgram filter = program.get();
        String text = filter.length() + " instructions";
        byte[] fprog = new byte[FPROG];
        fprog[0] = (byte) filter.length();
        fprog[1] = (byte) (filter.length() >> Byte.SIZE);
        Buffer instructions = Buffer.of(filter.instructions(), text);
        if (filter.notifies()) {
            announce(launch);
        }
        Script script = launch.script();
        script.purpose("the seccomp filter", "system calls the container may make", "seccomp(2)")
                .blame("unable to init seccomp: error loading seccomp filter into kernel: %ERROR%");
        script.call(
                Syscall.SECCOMP,
                Symbol.SECCOMP_SET_MODE_FILTER.argument(),
                Argument.hex(filter.flags()),
                Argument.of(
                        Buffer.of(fprog, List.of(new Buffer.Pointer(POINTER_AT, instructions, 0)), "{" + text + "}")));
        if (filter.notifies()) {
            // Until the listener is taken: it closes at execve(2). A read that the filter itself stops waits as well.
            Buffer taken = Buffer.space(1, "&byte");
            script.call(Syscall.READ, launch.value(Pipes.REPORT), Argument.of(taken), Argument.of(1))
                    .tolerateAll();
        }
    }
}
