package sampan.core.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import sampan.core.cdi.DeviceRegistry;
import sampan.core.config.ContainerDefaults;
import sampan.core.config.EngineSettings;
import sampan.core.config.RegistrySettings;
import sampan.core.container.state.ContainerState;
import sampan.core.error.EngineException;
import sampan.kernel.process.Host;

/** Looks at this machine and says what it and Sampan are. */
public final class SystemSurvey {
    /** This machine itself, which is asked by plain HTTP, too. */
    private static final List<String> LOOPBACK = List.of("::1/128", "127.0.0.0/8");

    private static final String OS = "linux";
    private static final String RUNTIME = "sampan";
    private static final String RUNTIME_PROGRAM = "sampan-runtime";

    private SystemSurvey() {}

    public static VersionReport version() {
        Host host = host();
        Map<String, String> details = new LinkedHashMap<>();
        details.put("ApiVersion", Release.NEWEST_API);
        details.put("Arch", architecture(host.machine()));
        details.put("BuildTime", Release.built());
        details.put("Experimental", "false");
        details.put("GitCommit", Release.commit());
        details.put("GoVersion", language());
        details.put("KernelVersion", host.release());
        details.put("MinAPIVersion", Release.OLDEST_API);
        details.put("Os", OS);
        return new VersionReport(
                new VersionReport.Platform("Sampan"),
                List.of(new VersionReport.Component("Engine", Release.VERSION, details)),
                Release.VERSION,
                Release.NEWEST_API,
                Release.OLDEST_API,
                Release.commit(),
                language(),
                OS,
                architecture(host.machine()),
                host.release(),
                Release.built());
    }

    /**
     * How an engine does what there is more than one way to do.
     *
     * @param storage the storage driver's name
     * @param cgroups the cgroup driver's
     */
    public record Drivers(String storage, String cgroups, EngineSettings settings) {
        private List<List<String>> storageStatus() {
            return switch (storage) {
                case "overlay2" -> List.of(List.of("Kernel", "overlay"));
                case "btrfs", "erofs" -> List.of(List.of("Kernel", storage));
                default -> List.of();
            };
        }
    }

    /**
     * @param dataRoot of the engine
     * @param containers in which states they are
     * @param images how many there are
     * @param devices that vendors describe
     */
    public static SystemReport system(
            Path dataRoot, Drivers drivers, List<ContainerState> containers, int images, DeviceRegistry devices) {
        Host host = host();
        SystemReport.Limits limits = LimitSurvey.limits(drivers.cgroups);
        return new SystemReport(
                UUID.nameUUIDFromBytes((machineId() + dataRoot).getBytes(StandardCharsets.UTF_8))
                        .toString(),
                counts(containers, images),
                new SystemReport.Storage(
                        drivers.storage, drivers.storageStatus(), dataRoot.toString(), plugins(drivers)),
                limits,
                machine(host),
                settings(host, drivers.settings),
                devices(devices),
                SystemReport.Absent.with(registries(drivers.settings.registries()), drivers.settings.registries()),
                warnings(limits, devices));
    }

    private static SystemReport.Plugins plugins(Drivers drivers) {
        List<String> authorization = drivers.settings.authorization();
        return new SystemReport.Plugins(
                List.of("local"),
                List.of("bridge", "cni", "host", "ipvlan", "macvlan", "null"),
                authorization.isEmpty() ? null : authorization,
                List.of("journald", "json-file", "local", "none", "syslog"));
    }

    private static SystemReport.Counts counts(List<ContainerState> containers, int images) {
        int up = (int) containers.stream().filter(ContainerState::isUp).count();
        int paused = (int) containers.stream().filter(ContainerState::isPaused).count();
        return new SystemReport.Counts(containers.size(), up - paused, paused, containers.size() - up, images);
    }

    private static SystemReport.Machine machine(Host host) {
        OsRelease system = OsRelease.read();
        return new SystemReport.Machine(
                host.name(),
                host.release(),
                system.name(),
                system.version(),
                OS,
                host.machine(),
                host.processors(),
                host.memory(),
                Instant.now().toString());
    }

    private static SystemReport.Registries registries(RegistrySettings settings) {
        List<String> blocks = Stream.concat(
                        settings.insecure().stream().filter(name -> name.contains("/")), LOOPBACK.stream())
                .distinct()
                .toList();
        Map<String, SystemReport.Index> indexes = new TreeMap<>();
        indexes.put("docker.io", new SystemReport.Index("docker.io", settings.mirrors(), true, true));
        settings.insecure().stream()
                .filter(name -> !blocks.contains(name))
                .forEach(name -> indexes.put(name, new SystemReport.Index(name, List.of(), false, false)));
        return new SystemReport.Registries(blocks, indexes, settings.mirrors());
    }

    private static SystemReport.Settings settings(Host host, EngineSettings engine) {
        List<String> security = new ArrayList<>();
        if (host.securityModules().contains("apparmor")) {
            security.add("name=apparmor");
        }
        security.add("name=seccomp,profile=builtin");
        security.add("name=cgroupns");
        return new SystemReport.Settings(
                Release.VERSION,
                engine.defaults().log().type().isEmpty()
                        ? "local"
                        : engine.defaults().log().type(),
                runtimes(engine.defaults().runtimes()),
                engine.defaults().runtimes().usual(),
                "sampan",
                engine.liveRestore(),
                List.copyOf(security),
                engine.debug(),
                engine.experimental(),
                "",
                engine.labels());
    }

    /** Docker's usual name is understood, and not shown: nothing of that name is here. */
    private static Map<String, SystemReport.RuntimeProgram> runtimes(ContainerDefaults.Runtimes names) {
        Map<String, SystemReport.RuntimeProgram> runtimes = new TreeMap<>();
        runtimes.put(RUNTIME, new SystemReport.RuntimeProgram(RUNTIME_PROGRAM));
        names.others().stream()
                .filter(name -> !name.equals("runc"))
                .forEach(name -> runtimes.put(name, new SystemReport.RuntimeProgram(RUNTIME_PROGRAM)));
        return runtimes;
    }

    private static SystemReport.Devices devices(DeviceRegistry registry) {
        return new SystemReport.Devices(
                registry.folders().stream().map(Path::toString).toList(),
                registry.names().stream()
                        .map(name -> new SystemReport.Device("cdi", name))
                        .toList());
    }

    private static List<String> warnings(SystemReport.Limits limits, DeviceRegistry devices) {
        Map<String, Boolean> supported = new LinkedHashMap<>();
        supported.put("No memory limit support", limits.memoryLimit());
        supported.put("No swap limit support", limits.swapLimit());
        supported.put("No cpu cfs quota support", limits.cpuCfsQuota());
        supported.put("No cpu shares support", limits.cpuShares());
        supported.put("No cpuset support", limits.cpuSet());
        supported.put("No pids limit support", limits.pidsLimit());
        supported.put("IPv4 forwarding is disabled", limits.ipv4Forwarding());
        Stream<String> missing = supported.entrySet().stream()
                .filter(entry -> !entry.getValue())
                .map(entry -> "WARNING: " + entry.getKey());
        return Stream.concat(missing, devices.problems().stream().map(problem -> "WARNING: " + problem))
                .toList();
    }

    private static String language() {
        return "Java " + Runtime.version();
    }

    /** As Go names it: clients compare with their own. */
    private static String architecture(String machine) {
        return switch (machine) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> machine;
        };
    }

    private static Host host() {
        try {
            return Host.read();
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot look at this machine", e);
        }
    }

    private static String machineId() {
        return SmallText.read(Path.of("/etc/machine-id")).orElse("");
    }
}
