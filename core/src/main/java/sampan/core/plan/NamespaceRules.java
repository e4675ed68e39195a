package sampan.core.plan;

import static sampan.core.plan.Modes.container;
import static sampan.core.plan.Modes.isHost;
import static sampan.core.plan.Refusal.when;

import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.config.NamespaceConfig;

/** Docker's rules for namespaces: which modes there are and which go together. */
final class NamespaceRules {
    private NamespaceRules() {}

    static void check(ContainerConfig config, HostConfig host) {
        NamespaceConfig modes = host.namespaces();
        ipc(modes.ipcMode());
        pid(modes.pidMode());
        oneOf("UTS", modes.utsMode());
        oneOf("user namespace", modes.usernsMode());
        when(
                !modes.cgroupnsMode().isEmpty()
                        && !modes.cgroupnsMode().equals(Modes.PRIVATE)
                        && !isHost(modes.cgroupnsMode()),
                "invalid cgroup namespace mode: " + modes.cgroupnsMode());
        boolean named = !config.hostname().isEmpty();
        when(named && isHost(modes.utsMode()), "conflicting options: hostname and the UTS mode");
        network(modes.networkMode());
        if (container(modes.networkMode()).isPresent()) {
            joined(config, host);
        }
    }

    /** What belongs to the network of another container is not this one's to choose. */
    private static void joined(ContainerConfig config, HostConfig host) {
        String conflicting = "conflicting options: ";
        when(!config.hostname().isEmpty(), conflicting + "hostname and the network mode");
        when(!host.networking().dns().isEmpty(), conflicting + "dns and the network mode");
        when(!host.networking().extraHosts().isEmpty(), conflicting + "custom host-to-IP mapping and the network mode");
        when(!config.exposedPorts().isEmpty(), conflicting + "port exposing and the container type network mode");
    }

    private static void ipc(String mode) {
        boolean known = switch (mode) {
            case "", Modes.NONE, Modes.PRIVATE, Modes.SHAREABLE, Modes.HOST -> true;
            default -> container(mode).filter(name -> !name.isEmpty()).isPresent();
        };
        when(!known, "Invalid IPC mode: " + mode);
    }

    private static void pid(String mode) {
        boolean known = mode.isEmpty()
                || mode.equals(Modes.PRIVATE)
                || isHost(mode)
                || container(mode).filter(name -> !name.isEmpty()).isPresent();
        when(!known, "invalid PID mode: " + mode);
    }

    private static void oneOf(String what, String mode) {
        when(!mode.isEmpty() && !isHost(mode), "invalid " + what + " mode: " + mode);
    }

    /** Whether there is a network of that name is asked when the container starts. */
    private static void network(String mode) {
        when(mode.equals("container:"), "Invalid network mode: invalid container format container:<name|id>");
    }
}
