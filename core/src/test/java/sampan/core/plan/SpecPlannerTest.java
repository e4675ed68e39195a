package sampan.core.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sampan.core.config.ContainerConfig;
import sampan.core.config.ContainerConfigBuilder;
import sampan.core.config.HostConfig;
import sampan.core.config.HostConfigBuilder;
import sampan.core.config.Resources;
import sampan.core.plan.PlanRequest.Surroundings;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Namespace;
import sampan.oci.spec.Spec;
import sampan.oci.spec.User;

final class SpecPlannerTest {
    private static Spec plan(ContainerConfigBuilder asked, HostConfigBuilder wishes, User user) {
        ContainerConfig config =
                asked.image("x").cmd(List.of("true")).hostname("h").build();
        HostConfig host =
                ConfigRules.check(config, wishes.build(), ConfigRulesTest.FACTS).host();
        Surroundings surroundings = new Surroundings(
                user,
                "/home/u",
                Map.of("/etc/hosts", "/data/hosts"),
                Map.of(),
                List.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
        List<MountPoint> mounts = MountPoints.of(config, host.storage(), List.of());
        PlanRequest request = new PlanRequest("id", config, host, mounts, surroundings, ConfigRulesTest.FACTS);
        return SpecPlanner.plan(request, "rootfs", "/sampan/id").spec();
    }

    private static Spec plan(HostConfigBuilder wishes) {
        return plan(ContainerConfig.builder(), wishes, User.ROOT);
    }

    private static List<String> options(Spec spec, String destination) {
        return spec.mounts().stream()
                .filter(mount -> mount.destination().equals(destination))
                .map(Mount::options)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void hasDockersDefaults() {
        Spec spec = plan(HostConfig.builder());
        var process = requireNonNull(spec.process());
        var linux = requireNonNull(spec.linux());
        assertThat(spec.mounts())
                .extracting(Mount::destination)
                .containsExactly(
                        "/proc", "/dev", "/dev/pts", "/sys", "/sys/fs/cgroup", "/dev/mqueue", "/dev/shm", "/etc/hosts");
        assertThat(options(spec, "/sys")).contains("ro", "nosuid");
        assertThat(process.env())
                .containsExactly(
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                        "HOSTNAME=h",
                        "HOME=/home/u");
        assertThat(requireNonNull(process.capabilities()).effective())
                .hasSize(14)
                .isEqualTo(process.capabilities().bounding());
        assertThat(process.capabilities().inheritable()).isEmpty();
        assertThat(linux.namespaces())
                .extracting(Namespace::type)
                .containsExactly("mount", "network", "uts", "pid", "ipc", "cgroup");
        assertThat(linux.maskedPaths())
                .contains("/proc/kcore", "/proc/interrupts", "/sys/devices/virtual/powercap")
                .contains("/sys/devices/system/cpu/cpu0/thermal_throttle");
        assertThat(linux.readonlyPaths()).contains("/proc/sys");
    }

    @Test
    void aUserHasNoCapabilities_CVE_2018_10856() {
        var process =
                requireNonNull(plan(ContainerConfig.builder(), HostConfig.builder(), User.of(1000, 1000, List.of()))
                        .process());
        assertThat(requireNonNull(process.capabilities()).effective()).isEmpty();
        assertThat(process.capabilities().permitted()).isEmpty();
        assertThat(process.capabilities().bounding()).hasSize(14);
    }

    @Test
    void privilegedIsEverythingTheEngineHas() {
        Spec spec = plan(HostConfig.builder().privileged(true));
        var linux = requireNonNull(spec.linux());
        assertThat(linux.maskedPaths()).isEmpty();
        assertThat(linux.readonlyPaths()).isEmpty();
        assertThat(options(spec, "/sys")).contains("rw");
        assertThat(requireNonNull(requireNonNull(spec.process()).capabilities()).effective())
                .contains("CAP_SYS_ADMIN")
                .doesNotContain("CAP_SYS_RESOURCE");
    }

    @Test
    void aReadOnlyContainerWritesToItsOwnMountsOnly() {
        Spec spec = plan(HostConfig.builder().readonlyRootfs(true).tmpfs(Map.of("/run", "")));
        assertThat(requireNonNull(spec.root()).readonly()).isTrue();
        assertThat(options(spec, "/etc/hosts")).contains("ro");
        assertThat(options(spec, "/run")).doesNotContain("ro");
        assertThat(options(spec, "/dev/shm")).doesNotContain("ro");
    }

    @Test
    void whatTheUserMountsTakesTheDefaultsPlace() {
        Spec spec = plan(HostConfig.builder().binds(List.of("/host/dev:/dev", "/shared:/data:rshared")));
        assertThat(spec.mounts())
                .extracting(Mount::destination)
                .doesNotContain("/dev/pts", "/dev/shm", "/dev/mqueue")
                .containsOnlyOnce("/dev");
        assertThat(options(spec, "/data")).containsExactly("rbind", "rshared");
        assertThat(requireNonNull(spec.linux()).rootfsPropagation()).isEqualTo("shared");
    }

    @Test
    void readOnlyBindsAreReadOnlyAllTheWayDown() {
        assertThat(options(plan(HostConfig.builder().binds(List.of("/a:/x:ro"))), "/x"))
                .containsExactly("rbind", "rro", "rprivate");
    }

    @Test
    void turnsCpusIntoAQuota() {
        var linux = requireNonNull(plan(HostConfig.builder()
                        .resources(Resources.builder().nanoCpus(1_500_000_000L).build()))
                .linux());
        var cpu = requireNonNull(requireNonNull(linux.resources()).cpu());
        assertThat(cpu.quota()).isEqualTo(150_000L);
        assertThat(cpu.period()).isEqualTo(100_000L);
    }

    @Test
    void anEmptyDeviceListAllowsTheUsualOnesOnly() {
        var resources = requireNonNull(
                requireNonNull(plan(HostConfig.builder()).linux()).resources());
        assertThat(resources.devices().getFirst().allow()).isFalse();
        assertThat(resources.devices().getFirst().access()).isEqualTo("rwm");
    }
}
