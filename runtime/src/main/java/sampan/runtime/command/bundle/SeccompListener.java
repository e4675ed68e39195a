package sampan.runtime.command.bundle;

import java.util.Optional;
import sampan.oci.spec.Implements;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Seccomp;
import sampan.oci.spec.Spec;
import sampan.runtime.command.call.RuntimeFailure;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp">config-linux.md#seccomp</a>, who is told of
 * the system calls that a filter leaves to be decided.
 *
 * @param path of the socket, absolute
 * @param metadata passed on; may be empty
 */
@Implements(
        value = "config-linux.md#seccomp",
        properties = {"linux.seccomp.listenerPath", "linux.seccomp.listenerMetadata"})
public record SeccompListener(String path, String metadata) {
    /** Begins what is said of it. */
    public static final String PATH = "linux.seccomp.listenerPath: ";

    private static final String ACTION = "SCMP_ACT_NOTIFY";

    /** The listener of a filter that needs one. */
    public static SeccompListener of(Spec spec) throws RuntimeFailure {
        Optional<Seccomp> section = section(spec);
        String path = section.map(Seccomp::listenerPath).orElse("");
        if (!path.startsWith("/")) {
            throw new RuntimeFailure(PATH + "an absolute path is needed with " + ACTION);
        }
        return new SeccompListener(path, section.map(Seccomp::listenerMetadata).orElse(""));
    }

    /** Before anything is made: an action that needs an agent has one. */
    static void check(Spec spec) throws RuntimeFailure {
        boolean needed = section(spec)
                .filter(section -> section.syscalls().stream().anyMatch(rule -> ACTION.equals(rule.action())))
                .isPresent();
        if (needed) {
            of(spec);
        }
    }

    private static Optional<Seccomp> section(Spec spec) {
        return Optional.ofNullable(spec.linux()).map(Linux::seccomp);
    }
}
