package sampan.runtime.launch;

import java.io.IOException;
import java.util.Set;
import sampan.kernel.process.UserNamespace;

/** Takes from the machine's facts what the compiler needs. */
public final class HostFacts {
    private HostFacts() {}

    public static Host read() throws IOException {
        Host host = of(sampan.kernel.process.Host.read());
        return new Host(host.kernel(), host.lastCapability(), host.lsms(), !UserNamespace.isInitial());
    }

    public static Host of(sampan.kernel.process.Host machine) {
        return new Host(
                Host.Version.parse(machine.release()), machine.lastCapability(), Set.copyOf(machine.securityModules()));
    }
}
