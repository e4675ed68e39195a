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
        if (launch.process().noNewPrivileges()) {
            filter(launch);
        }
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
        Script script = launch.script();
        script.purpose("the seccomp filter", "system calls the container may make", "seccomp(2)")
                .blame("unable to init seccomp: error loading seccomp filter into kernel: %ERROR%");
        script.call(
                Syscall.SECCOMP,
                Symbol.SECCOMP_SET_MODE_FILTER.argument(),
                Argument.hex(filter.flags()),
                Argument.of(
                        Buffer.of(fprog, List.of(new Buffer.Pointer(POINTER_AT, instructions, 0)), "{" + text + "}")));
    }
}
