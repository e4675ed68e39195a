package sampan.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.core.config.NamespaceConfig;
import sampan.oci.spec.Namespace;

/** Which namespaces are new, which are joined, and which are the host's and so not named. */
final class NamespaceSection {
    static final String NETWORK = "network";
    static final String IPC = "ipc";
    static final String PID = "pid";

    private NamespaceSection() {}

    static List<Namespace> of(NamespaceConfig modes, Map<String, String> joined) {
        List<Namespace> namespaces = new ArrayList<>();
        namespaces.add(Namespace.fresh("mount"));
        own(NETWORK, modes.networkMode(), joined).ifPresent(namespaces::add);
        own("uts", modes.utsMode(), joined).ifPresent(namespaces::add);
        own(PID, modes.pidMode(), joined).ifPresent(namespaces::add);
        own(IPC, modes.ipcMode(), joined).ifPresent(namespaces::add);
        own("cgroup", modes.cgroupnsMode(), joined).ifPresent(namespaces::add);
        return namespaces;
    }

    private static Optional<Namespace> own(String type, String mode, Map<String, String> joined) {
        if (Modes.isHost(mode)) {
            return Optional.empty();
        }
        String path = joined.get(type);
        return Optional.of(path == null ? Namespace.fresh(type) : new Namespace(type, path));
    }
}
