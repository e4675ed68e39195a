package sampan.core.plan;

import java.util.Optional;
import sampan.core.config.NamespaceConfig;

/** The words of --network, --pid, --ipc, --uts, --userns and --cgroupns. */
public final class Modes {
    public static final String HOST = "host";
    public static final String NONE = "none";
    public static final String PRIVATE = "private";
    public static final String SHAREABLE = "shareable";
    private static final String CONTAINER = "container:";

    private Modes() {}

    /** The reference in {@code container:REFERENCE}. */
    public static Optional<String> container(String mode) {
        return mode.startsWith(CONTAINER) ? Optional.of(mode.substring(CONTAINER.length())) : Optional.empty();
    }

    public static boolean isHost(String mode) {
        return mode.equals(HOST);
    }

    /** A network namespace that is neither the host's nor another container's. */
    public static boolean hasOwnNetwork(NamespaceConfig namespaces) {
        return !isHost(namespaces.networkMode())
                && container(namespaces.networkMode()).isEmpty();
    }
}
