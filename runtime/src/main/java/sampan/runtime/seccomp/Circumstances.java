package sampan.runtime.seccomp;

import java.util.Set;
import sampan.kernel.syscall.Abi;

/**
 * What the rules of a profile may depend on.
 *
 * @param capabilities the container's bounding set, {@code CAP_SYS_ADMIN}
 */
public record Circumstances(Set<String> capabilities, Abi abi, KernelVersion kernel) {
    public Circumstances {
        capabilities = Set.copyOf(capabilities);
    }

    /** A container on this machine. */
    public static Circumstances here(Set<String> capabilities) {
        return new Circumstances(
                capabilities, Abi.host(), KernelVersion.ofRelease(System.getProperty("os.version", "0.0")));
    }
}
