package sampan.core.system;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sampan.core.config.NullWhenEmpty;
import sampan.core.config.RegistrySettings;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * What {@code docker info} shows: one flat object in JSON, here in sections.
 *
 * @param id of the engine: the same as long as its data root stays where it is
 * @param warnings sentences for a person, as Docker words them
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record SystemReport(
        @JsonProperty("ID") String id,
        @JsonUnwrapped Counts counts,
        @JsonUnwrapped Storage storage,
        @JsonUnwrapped Limits limits,
        @JsonUnwrapped Machine machine,
        @JsonUnwrapped Settings settings,
        @JsonUnwrapped Devices devices,
        @JsonUnwrapped Absent absent,
        @JsonSerialize(using = NullWhenEmpty.class) List<String> warnings) {
    /** How many there are. */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record Counts(
            int containers, int containersRunning, int containersPaused, int containersStopped, int images) {}

    /** Where and how images and containers are kept. */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record Storage(String driver, List<List<String>> driverStatus, String dockerRootDir, Plugins plugins) {}

    /** Kinds of drivers. */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record Plugins(
            List<String> volume,
            List<String> network,
            @Nullable List<String> authorization,
            List<String> log) {}

    /** What the kernel can limit here. */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record Limits(
            boolean memoryLimit,
            boolean swapLimit,
            boolean cpuCfsPeriod,
            boolean cpuCfsQuota,
            @JsonProperty("CPUShares") boolean cpuShares,
            @JsonProperty("CPUSet") boolean cpuSet,
            boolean pidsLimit,
            boolean oomKillDisable,
            @JsonProperty("IPv4Forwarding") boolean ipv4Forwarding,
            String cgroupDriver,
            String cgroupVersion) {}

    /** The host. */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record Machine(
            String name,
            String kernelVersion,
            String operatingSystem,
            @JsonProperty("OSVersion") String osVersion,
            @JsonProperty("OSType") String osType,
            String architecture,
            @JsonProperty("NCPU") int processors,
            long memTotal,
            String systemTime) {}

    /** How the engine is set up. */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record Settings(
            String serverVersion,
            String loggingDriver,
            Map<String, RuntimeProgram> runtimes,
            String defaultRuntime,
            String initBinary,
            boolean liveRestoreEnabled,
            List<String> securityOptions,
            boolean debug,
            boolean experimentalBuild,
            String isolation,
            List<String> labels) {}

    /** What vendors describe of this host's devices, and where they do. */
    public record Devices(
            @JsonProperty("CDISpecDirs") List<String> folders,

            @JsonProperty("DiscoveredDevices") @JsonInclude(Include.NON_EMPTY)
            List<Device> devices) {}

    /** A device, by its whole name. */
    public record Device(
            @JsonProperty("Source") String source,
            @JsonProperty("ID") String id) {}

    /** A program that {@code --runtime} can name. */
    public record RuntimeProgram(String path) {}

    /** What Docker has and Sampan has not; clients read these fields without asking whether they are there. */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record Absent(
            @JsonProperty("NFd") int descriptors,
            @JsonProperty("NGoroutines") int goroutines,
            @JsonProperty("NEventsListener") int listeners,
            boolean bridgeNfIptables,
            boolean bridgeNfIp6tables,
            String indexServerAddress,
            Registries registryConfig,
            @Nullable List<String> genericResources,
            String httpProxy,
            String httpsProxy,
            String noProxy,
            Swarm swarm,
            Commit containerdCommit,
            Commit runcCommit,
            Commit initCommit) {
        static Absent with(Registries registries, RegistrySettings settings) {
            return new Absent(
                    0,
                    0,
                    0,
                    // Sampan has no need of it, and old clients warn of false.
                    true,
                    true,
                    "https://index.docker.io/v1/",
                    registries,
                    null,
                    settings.proxy(RegistrySettings.HTTP_PROXY),
                    settings.proxy(RegistrySettings.HTTPS_PROXY),
                    settings.proxy(RegistrySettings.NO_PROXY),
                    new Swarm("", "", "inactive", false, "", null),
                    new Commit(""),
                    new Commit(""),
                    new Commit(""));
        }
    }

    /** What was said of registries when the engine was started. */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record Registries(
            @JsonProperty("InsecureRegistryCIDRs") List<String> insecure,
            Map<String, Index> indexConfigs,
            List<String> mirrors) {}

    /** One registry of them. */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record Index(String name, List<String> mirrors, boolean secure, boolean official) {}

    /** A node that belongs to no swarm. */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record Swarm(
            @JsonProperty("NodeID") String node,
            String nodeAddr,
            String localNodeState,
            boolean controlAvailable,
            String error,
            @Nullable List<String> remoteManagers) {}

    /** The build of a program that Docker starts. */
    public record Commit(@JsonProperty("ID") String id) {}
}
