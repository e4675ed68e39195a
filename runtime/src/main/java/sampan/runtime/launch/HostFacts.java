package sampan.runtime.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import sampan.kernel.file.Read;

/** Takes from the machine's facts what the compiler needs. */
public final class HostFacts {
    private static final String WHOLE = "0 +0 +4294967295";

    private HostFacts() {}

    public static Host read() throws IOException {
        Host host = of(sampan.kernel.process.Host.read());
        return new Host(host.kernel(), host.lastCapability(), host.lsms(), nested());
    }

    private static boolean nested() throws IOException {
        return !Read.text(Path.of("/proc/self/uid_map")).strip().matches(WHOLE);
    }

    public static Host of(sampan.kernel.process.Host machine) {
        return new Host(
                Host.Version.parse(machine.release()), machine.lastCapability(), Set.copyOf(machine.securityModules()));
    }
}
