package sampan.runtime.command.handover;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import sampan.kernel.capability.Capability;
import sampan.oci.spec.Capabilities;
import sampan.oci.spec.ContainerProcess;
import sampan.runtime.command.call.ErrorLog;

/** Capabilities that nobody knows: nothing is given for them, and whoever wrote them is told. */
public final class UnknownCapabilities {
    private UnknownCapabilities() {}

    public static void warn(ErrorLog log, ContainerProcess process) throws IOException {
        Capabilities sets = process.capabilities();
        if (sets == null) {
            return;
        }
        List<String> unknown = Stream.of(
                        sets.bounding(), sets.effective(), sets.inheritable(), sets.permitted(), sets.ambient())
                .flatMap(List::stream)
                .filter(name -> Capability.parse(name).isEmpty())
                .distinct()
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            log.warning("ignoring unknown or unavailable capabilities: [" + String.join(" ", unknown) + "]");
        }
    }
}
