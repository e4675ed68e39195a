package sampan.runtime.command.handover;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Readlink;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Namespace;
import sampan.oci.spec.Spec;
import sampan.runtime.command.context.Context;
import sampan.runtime.program.Descriptor;

/** A container's new network namespace, taken from those that are ready. (namespaces(7)) */
public final class SpareNetwork {
    private static final String NETWORK = "network";

    /** Stands where a specification has a path, for the descriptor; no such path is ever opened. */
    private static final String READY = "made before";

    private SpareNetwork() {}

    /** The specification with one that is ready in place of the one to be made, which is handed over; or unchanged. */
    public static Spec in(Spec spec, Context context, Handing handing) {
        Linux linux = spec.linux();
        if (linux == null || !fits(linux) || !isOurs(context)) {
            return spec;
        }
        Optional<Fd> ready = context.machine().networks().take();
        if (ready.isEmpty()) {
            return spec;
        }
        handing.put(new Descriptor.JoinedNamespace(NETWORK, READY), ready.get());
        List<Namespace> namespaces =
                linux.namespaces().stream().map(SpareNetwork::ready).toList();
        return spec.withLinux(linux.edit().namespaces(namespaces).build());
    }

    private static Namespace ready(Namespace namespace) {
        return namespace.type().equals(NETWORK) ? new Namespace(NETWORK, READY) : namespace;
    }

    /** In a user namespace it would have to belong to that one, and links that move in are found by how it was made. */
    private static boolean fits(Linux linux) {
        return linux.netDevices().isEmpty()
                && linux.namespaces().contains(Namespace.fresh(NETWORK))
                && linux.namespaces().stream()
                        .noneMatch(namespace -> namespace.type().equals("user"));
    }

    /** Root of the user namespace to which those that are ready belong: what the caller made would be the same. */
    private static boolean isOurs(Context context) {
        try {
            return context.invocation().uid() == 0
                    && Arrays.equals(user(Integer.toString(context.invocation().pid())), user("self"));
        } catch (SyscallException unseen) {
            return false;
        }
    }

    private static byte[] user(String process) throws SyscallException {
        return Readlink.of(Path.of("/proc", process, "ns", "user"));
    }
}
