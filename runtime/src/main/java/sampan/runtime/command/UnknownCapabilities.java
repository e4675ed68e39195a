package sampan.runtime.command;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import sampan.kernel.capability.Capability;
import sampan.oci.spec.Capabilities;
import sampan.oci.spec.ContainerProcess;

/** Capabilities that nobody knows: nothing is given for them, and whoever wrote them is told. */
final class UnknownCapabilities {
    private UnknownCapabilities() {}

    static void warn(ErrorLog log, ContainerProcess process) throws IOException {
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
