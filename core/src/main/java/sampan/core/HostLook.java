package sampan.core;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import sampan.core.plan.HostFacts;
import sampan.core.security.DefaultAppArmor;
import sampan.kernel.capability.Capability;
import sampan.kernel.capability.CapabilitySets;
import sampan.kernel.cgroup.CgroupHost;
import sampan.kernel.cgroup.CgroupMode;
import sampan.runtime.launch.Host;

/** The facts of this machine, looked at when an engine opens. */
record HostLook(HostFacts facts, Host host, String bootId) {
    private static final Path CPUS = Path.of("/sys/devices/system/cpu");

    static HostLook now() throws IOException {
        sampan.kernel.process.Host kernel = sampan.kernel.process.Host.read();
        Host host = sampan.runtime.launch.HostFacts.read();
        Set<String> capabilities =
                Capability.of(CapabilitySets.own().permitted()
                                & CapabilitySets.own().bounding())
                        .stream()
                        .map(Capability::specName)
                        .collect(Collectors.toSet());
        boolean apparmor = kernel.securityModules().contains("apparmor");
        HostFacts facts = new HostFacts(
                kernel.processors(),
                line(CPUS.resolve("online"), "0"),
                line(Path.of("/sys/devices/system/node/online"), "0"),
                capabilities,
                CgroupHost.detect().mode() == CgroupMode.V2,
                apparmor,
                DefaultAppArmor.load(apparmor),
                thermalPaths(),
                kernel.name());
        return new HostLook(facts, host, kernel.bootId());
    }

    private static List<String> thermalPaths() throws IOException {
        List<String> paths = new ArrayList<>();
        try (DirectoryStream<Path> cpus = Files.newDirectoryStream(CPUS, "cpu[0-9]*")) {
            for (Path cpu : cpus) {
                Path throttle = cpu.resolve("thermal_throttle");
                if (Files.isDirectory(throttle)) {
                    paths.add(throttle.toString());
                }
            }
        }
        paths.sort(String::compareTo);
        return paths;
    }

    private static String line(Path file, String otherwise) throws IOException {
        return Files.exists(file) ? Files.readString(file).strip() : otherwise;
    }
}
