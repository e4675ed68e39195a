package sampan.core.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a {@link HostConfig}, one field at a time; what is not named is Docker's default. */
public final class HostConfigBuilder {
    private List<String> binds = List.of();
    private String volumeDriver = "";
    private List<String> volumesFrom = List.of();
    private List<Mount> mounts = List.of();
    private Map<String, String> tmpfs = Map.of();
    private Map<String, String> storageOpt = Map.of();
    private boolean readonlyRootfs;
    private long shmSize;
    private String networkMode = "";
    private String cgroupnsMode = "";
    private String ipcMode = "";
    private String pidMode = "";
    private String utsMode = "";
    private String usernsMode = "";
    private boolean privileged;
    private List<String> capAdd = List.of();
    private List<String> capDrop = List.of();
    private List<String> groupAdd = List.of();
    private int oomScoreAdj;
    private List<String> securityOpt = List.of();
    private Map<String, String> sysctls = Map.of();
    private @Nullable List<String> maskedPaths;
    private @Nullable List<String> readonlyPaths;
    private Map<String, List<PortBinding>> portBindings = Map.of();
    private NetworkLimit networkLimit = NetworkLimit.NONE;
    private boolean publishAllPorts;
    private List<String> dns = List.of();
    private List<String> dnsOptions = List.of();
    private List<String> dnsSearch = List.of();
    private List<String> extraHosts = List.of();
    private List<String> links = List.of();
    private String containerIdFile = "";
    private LogConfig logConfig = LogConfig.DEFAULT;
    private RestartPolicy restartPolicy = RestartPolicy.NO;
    private boolean autoRemove;
    private List<Integer> consoleSize = List.of();
    private String runtime = "";
    private String isolation = "";
    private String cgroup = "";
    private Map<String, String> annotations = Map.of();
    private String onUnhealthy = "";
    private @Nullable Boolean init;

    private Resources resources = Resources.UNLIMITED;

    HostConfigBuilder() {}

    HostConfigBuilder(HostConfig from) {
        fromStorage(from.storage());
        fromNamespaces(from.namespaces());
        fromSecurity(from.security());
        fromNetworking(from.networking());
        fromLifecycle(from.lifecycle());
        resources = from.resources();
    }

    private void fromStorage(StorageConfig from) {
        binds = from.binds();
        volumeDriver = from.volumeDriver();
        volumesFrom = from.volumesFrom();
        mounts = from.mounts();
        tmpfs = from.tmpfs();
        storageOpt = from.storageOpt();
        readonlyRootfs = from.readonlyRootfs();
        shmSize = from.shmSize();
    }

    private void fromNamespaces(NamespaceConfig from) {
        networkMode = from.networkMode();
        cgroupnsMode = from.cgroupnsMode();
        ipcMode = from.ipcMode();
        pidMode = from.pidMode();
        utsMode = from.utsMode();
        usernsMode = from.usernsMode();
    }

    private void fromSecurity(SecurityConfig from) {
        privileged = from.privileged();
        capAdd = from.capAdd();
        capDrop = from.capDrop();
        groupAdd = from.groupAdd();
        oomScoreAdj = from.oomScoreAdj();
        securityOpt = from.securityOpt();
        sysctls = from.sysctls();
        maskedPaths = from.maskedPaths();
        readonlyPaths = from.readonlyPaths();
    }

    private void fromNetworking(NetworkingConfig from) {
        portBindings = from.portBindings();
        publishAllPorts = from.publishAllPorts();
        dns = from.dns();
        dnsOptions = from.dnsOptions();
        dnsSearch = from.dnsSearch();
        extraHosts = from.extraHosts();
        links = from.links();
        networkLimit = from.limit();
    }

    private void fromLifecycle(LifecycleConfig from) {
        containerIdFile = from.containerIdFile();
        logConfig = from.logConfig();
        restartPolicy = from.restartPolicy();
        autoRemove = from.autoRemove();
        consoleSize = from.consoleSize();
        runtime = from.runtime();
        isolation = from.isolation();
        cgroup = from.cgroup();
        annotations = from.annotations();
        onUnhealthy = from.onUnhealthy();
        init = from.init();
    }

    public HostConfigBuilder binds(List<String> value) {
        binds = value;
        return this;
    }

    public HostConfigBuilder volumeDriver(String value) {
        volumeDriver = value;
        return this;
    }

    public HostConfigBuilder volumesFrom(List<String> value) {
        volumesFrom = value;
        return this;
    }

    public HostConfigBuilder mounts(List<Mount> value) {
        mounts = value;
        return this;
    }

    public HostConfigBuilder tmpfs(Map<String, String> value) {
        tmpfs = value;
        return this;
    }

    public HostConfigBuilder storageOpt(Map<String, String> value) {
        storageOpt = value;
        return this;
    }

    public HostConfigBuilder readonlyRootfs(boolean value) {
        readonlyRootfs = value;
        return this;
    }

    public HostConfigBuilder shmSize(long value) {
        shmSize = value;
        return this;
    }

    public HostConfigBuilder networkMode(String value) {
        networkMode = value;
        return this;
    }

    public HostConfigBuilder cgroupnsMode(String value) {
        cgroupnsMode = value;
        return this;
    }

    public HostConfigBuilder ipcMode(String value) {
        ipcMode = value;
        return this;
    }

    public HostConfigBuilder pidMode(String value) {
        pidMode = value;
        return this;
    }

    public HostConfigBuilder utsMode(String value) {
        utsMode = value;
        return this;
    }

    public HostConfigBuilder usernsMode(String value) {
        usernsMode = value;
        return this;
    }

    public HostConfigBuilder privileged(boolean value) {
        privileged = value;
        return this;
    }

    public HostConfigBuilder capAdd(List<String> value) {
        capAdd = value;
        return this;
    }

    public HostConfigBuilder capDrop(List<String> value) {
        capDrop = value;
        return this;
    }

    public HostConfigBuilder groupAdd(List<String> value) {
        groupAdd = value;
        return this;
    }

    public HostConfigBuilder oomScoreAdj(int value) {
        oomScoreAdj = value;
        return this;
    }

    public HostConfigBuilder securityOpt(List<String> value) {
        securityOpt = value;
        return this;
    }

    public HostConfigBuilder sysctls(Map<String, String> value) {
        sysctls = value;
        return this;
    }

    public HostConfigBuilder maskedPaths(@Nullable List<String> value) {
        maskedPaths = value;
        return this;
    }

    public HostConfigBuilder readonlyPaths(@Nullable List<String> value) {
        readonlyPaths = value;
        return this;
    }

    public HostConfigBuilder portBindings(Map<String, List<PortBinding>> value) {
        portBindings = value;
        return this;
    }

    public HostConfigBuilder networkLimit(NetworkLimit value) {
        networkLimit = value;
        return this;
    }

    public HostConfigBuilder publishAllPorts(boolean value) {
        publishAllPorts = value;
        return this;
    }

    public HostConfigBuilder dns(List<String> value) {
        dns = value;
        return this;
    }

    public HostConfigBuilder dnsOptions(List<String> value) {
        dnsOptions = value;
        return this;
    }

    public HostConfigBuilder dnsSearch(List<String> value) {
        dnsSearch = value;
        return this;
    }

    public HostConfigBuilder extraHosts(List<String> value) {
        extraHosts = value;
        return this;
    }

    public HostConfigBuilder links(List<String> value) {
        links = value;
        return this;
    }

    public HostConfigBuilder containerIdFile(String value) {
        containerIdFile = value;
        return this;
    }

    public HostConfigBuilder logConfig(LogConfig value) {
        logConfig = value;
        return this;
    }

    public HostConfigBuilder restartPolicy(RestartPolicy value) {
        restartPolicy = value;
        return this;
    }

    public HostConfigBuilder autoRemove(boolean value) {
        autoRemove = value;
        return this;
    }

    public HostConfigBuilder consoleSize(List<Integer> value) {
        consoleSize = value;
        return this;
    }

    public HostConfigBuilder runtime(String value) {
        runtime = value;
        return this;
    }

    public HostConfigBuilder isolation(String value) {
        isolation = value;
        return this;
    }

    public HostConfigBuilder cgroup(String value) {
        cgroup = value;
        return this;
    }

    public HostConfigBuilder annotations(Map<String, String> value) {
        annotations = value;
        return this;
    }

    public HostConfigBuilder onUnhealthy(String value) {
        onUnhealthy = value;
        return this;
    }

    public HostConfigBuilder init(@Nullable Boolean value) {
        init = value;
        return this;
    }

    /** Made by {@link Resources#builder}. */
    public HostConfigBuilder resources(Resources value) {
        resources = value;
        return this;
    }

    public HostConfig build() {
        return new HostConfig(storage(), namespaces(), security(), networking(), lifecycle(), resources);
    }

    private StorageConfig storage() {
        return new StorageConfig(binds, volumeDriver, volumesFrom, mounts, tmpfs, storageOpt, readonlyRootfs, shmSize);
    }

    private NamespaceConfig namespaces() {
        return new NamespaceConfig(networkMode, cgroupnsMode, ipcMode, pidMode, utsMode, usernsMode);
    }

    private SecurityConfig security() {
        return new SecurityConfig(
                privileged, capAdd, capDrop, groupAdd, oomScoreAdj, securityOpt, sysctls, maskedPaths, readonlyPaths);
    }

    private NetworkingConfig networking() {
        return new NetworkingConfig(
                portBindings,
                publishAllPorts,
                dns,
                dnsOptions,
                dnsSearch,
                extraHosts,
                links,
                networkLimit.rate(),
                networkLimit.burst());
    }

    private LifecycleConfig lifecycle() {
        return new LifecycleConfig(
                containerIdFile,
                logConfig,
                restartPolicy,
                autoRemove,
                consoleSize,
                runtime,
                isolation,
                cgroup,
                annotations,
                onUnhealthy,
                init);
    }
}
