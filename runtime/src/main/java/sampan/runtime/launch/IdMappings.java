package sampan.runtime.launch;

import java.util.List;
import java.util.stream.Collectors;
import sampan.oci.spec.IdMapping;
import sampan.oci.spec.Implements;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Monitor;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#user-namespace-mappings">config-linux.md#user-namespace-mappings</a>
 *
 * <p>The engine writes the maps when it hears of the child; the child waits for the byte that follows.
 */
@Implements(
        value = "config-linux.md#user-namespace-mappings",
        properties = {"linux.uidMappings", "linux.gidMappings"})
final class IdMappings {
    private IdMappings() {}

    static void barrier(Launch launch) {
        if (!launch.namespaces().creates(Namespaces.Kind.USER)) {
            if (!launch.linux().uidMappings().isEmpty() && !launch.namespaces().has(Namespaces.Kind.USER)) {
                throw new InvalidSpecException("linux.uidMappings: there is no user namespace to map into");
            }
            return;
        }
        if (launch.linux().uidMappings().isEmpty()
                || launch.linux().gidMappings().isEmpty()) {
            throw new InvalidSpecException("linux.uidMappings, linux.gidMappings: a new user namespace needs both");
        }
        if (Handover.of(launch)) {
            Handover.keep(launch, new Descriptor.Control(), "barrier of the child");
            return;
        }
        launch.script().purpose("a barrier", "the child waits until its id mappings are written", "socketpair(2)");
        Pipes.socketpair(launch, launch.make(Monitor.Role.BARRIER, "barrier").name(), "barrier of the child");
    }

    static void await(Launch launch) {
        if (!launch.namespaces().creates(Namespaces.Kind.USER)) {
            return;
        }
        Script script = launch.script();
        script.purpose(
                        "become root of the user namespace",
                        "its id mappings are written by the engine",
                        "user_namespaces(7)")
                .blame("waiting for the id mappings: %ERROR%");
        script.call(
                Syscall.READ,
                launch.value("barrier of the child"),
                Argument.of(Buffer.space(1, "&byte")),
                Argument.of(1));
        script.blame("%CALL%: %ERROR%");
        become(launch);
    }

    static void become(Launch launch) {
        Argument zero = Argument.of(0);
        launch.script().call(Syscall.SETRESGID, zero, zero, zero);
        launch.script().call(Syscall.SETRESUID, zero, zero, zero);
        // Changing ids made the process dumpable again where fs.suid_dumpable says so.
        launch.script().call(Syscall.PRCTL, Symbol.PR_SET_DUMPABLE.argument(), zero);
    }

    /** As in uid_map, lines joined by commas. */
    static String text(List<IdMapping> mappings) {
        return mappings.stream()
                .map(map -> map.containerId() + " " + map.hostId() + " " + map.size())
                .collect(Collectors.joining(","));
    }
}
