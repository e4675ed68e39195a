package sampan.runtime.launch;

import sampan.oci.spec.Linux;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * A container whose mount namespace is the caller's or another's. Its root, with all that is mounted there, is a tree that is
 * attached nowhere and ends with the container's last process: in the namespace itself nothing is mounted, none of its mounts
 * changes, and there is nothing to take away. (runc leaves the mounts in the caller's namespace, and exchanges the root of one that
 * is joined.) Nor is there a way out of such a root by {@code chroot} and {@code ..}, as there is nothing above it.
 */
final class SharedMounts {
    private static final int MAJOR = 6;
    private static final int MINOR = 15;

    private SharedMounts() {}

    static boolean of(Namespaces namespaces) {
        return !namespaces.creates(Namespaces.Kind.MOUNT);
    }

    static boolean of(Launch launch) {
        return of(launch.namespaces());
    }

    static void check(Launch launch) {
        if (!of(launch)) {
            return;
        }
        Linux linux = launch.linux();
        if (!linux.maskedPaths().isEmpty() || !linux.readonlyPaths().isEmpty()) {
            throw new InvalidSpecException("unable to restrict sys entries without a private MNT namespace");
        }
        if (launch.namespaces().has(Namespaces.Kind.USER)) {
            throw new InvalidSpecException(
                    "linux.namespaces: a container in a user namespace needs a mount namespace of its own");
        }
        if (!launch.host().since(MAJOR, MINOR)) {
            throw new InvalidSpecException(
                    "linux.namespaces: a container without a mount namespace of its own needs Linux " + MAJOR + "."
                            + MINOR + " or later");
        }
    }

    /** This folder is the process's root, and its children's. */
    static void change(Script script, Argument root) {
        script.call(Syscall.FCHDIR, root);
        script.call(Syscall.CHROOT, Argument.of("."));
    }
}
