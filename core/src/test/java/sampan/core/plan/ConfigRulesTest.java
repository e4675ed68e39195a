package sampan.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.config.LogConfig;
import sampan.core.config.Resources;
import sampan.core.config.ResourcesBuilder;
import sampan.core.config.RestartPolicy;
import sampan.core.error.EngineException;
import sampan.kernel.capability.Capability;

final class ConfigRulesTest {
    static final HostFacts FACTS = new HostFacts(
            4,
            "0-3",
            "0",
            Stream.of(Capability.values())
                    .filter(capability -> capability != Capability.SYS_RESOURCE)
                    .map(Capability::specName)
                    .collect(Collectors.toSet()),
            false,
            false,
            Optional.empty(),
            List.of("/sys/devices/system/cpu/cpu0/thermal_throttle"),
            "host");

    private static final ContainerConfig CONFIG =
            ContainerConfig.builder().image("x").cmd(List.of("true")).build();

    private static ConfigRules.Checked check(HostConfig host) {
        return ConfigRules.check(CONFIG, host, FACTS);
    }

    private static void refuses(ResourcesBuilder resources, String sentence) {
        HostConfig host = HostConfig.builder().resources(resources.build()).build();
        assertThatThrownBy(() -> check(host))
                .isInstanceOf(EngineException.InvalidArgument.class)
                .hasMessage(sentence);
    }

    @Test
    void fillsInDefaults() {
        HostConfig host = check(HostConfig.DEFAULT).host();
        assertThat(host.storage().shmSize()).isEqualTo(64 << 20);
        assertThat(host.namespaces().ipcMode()).isEqualTo("private");
        assertThat(host.namespaces().cgroupnsMode()).isEqualTo("private");
        assertThat(host.lifecycle().logConfig().type()).isEqualTo("local");
        HostConfig limited = HostConfig.builder()
                .resources(Resources.builder().memory(100 << 20).build())
                .build();
        assertThat(check(limited).host().resources().memorySwap()).isEqualTo(200 << 20);
    }

    @Test
    void refusesLimitsInDockersWords() {
        refuses(Resources.builder().memory(1024), "Minimum memory limit allowed is 6MB");
        refuses(
                Resources.builder().memory(100 << 20).memorySwap(50 << 20),
                "Minimum memoryswap limit should be larger than memory limit, see usage");
        refuses(
                Resources.builder().memorySwap(50 << 20),
                "You should always set the Memory limit when using Memoryswap limit, see usage");
        refuses(
                Resources.builder().memory(10 << 20).memoryReservation(20 << 20),
                "Minimum memory limit can not be less than memory reservation limit, see usage");
        refuses(
                Resources.builder().nanoCpus(99_000_000_000L),
                "Range of CPUs is from 0.01 to 4.00, as there are only 4 CPUs available");
        refuses(
                Resources.builder().nanoCpus(1_000_000_000L).cpuPeriod(10_000),
                "Conflicting options: Nano CPUs and CPU Period cannot both be set");
        refuses(
                Resources.builder().cpusetCpus("99"),
                "Requested CPUs are not available - requested 99, available: 0-3");
        refuses(Resources.builder().cpusetCpus("x"), "Invalid value x for cpuset cpus: invalid format: x");
        refuses(Resources.builder().blkioWeight(5), "Range of blkio weight is from 10 to 1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1-4294967295", "0-9999999999", "3-1", "-1", "1,,2", "0x1"})
    void boundsListsOfCpus(String list) {
        HostConfig host = HostConfig.builder()
                .resources(Resources.builder().cpusetCpus(list).build())
                .build();
        assertThatThrownBy(() -> check(host)).hasMessageStartingWith("Invalid value " + list + " for cpuset cpus");
    }

    @Test
    void refusesWhatContradictsItself() {
        assertThatThrownBy(() -> check(HostConfig.builder()
                        .autoRemove(true)
                        .restartPolicy(new RestartPolicy("always", 0))
                        .build()))
                .hasMessage("can't create 'AutoRemove' container with restart policy");
        assertThatThrownBy(() -> check(HostConfig.builder().oomScoreAdj(5000).build()))
                .hasMessage("Invalid value 5000, range for oom score adj is [-1000, 1000]");
        assertThatThrownBy(() ->
                        check(HostConfig.builder().capAdd(List.of("NOSUCH")).build()))
                .hasMessage("invalid CapAdd: unknown capability: \"CAP_NOSUCH\"");
        assertThatThrownBy(() -> check(
                        HostConfig.builder().securityOpt(List.of("foo=bar")).build()))
                .hasMessage("invalid --security-opt 2: \"foo=bar\"");
        assertThatThrownBy(() -> check(HostConfig.builder()
                        .logConfig(new LogConfig("json-file", Map.of("max-size", "x")))
                        .build()))
                .hasMessage("failed to initialize logging driver: invalid size: 'x'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "json-file | strconv.ParseBool: parsing \"maybe\": invalid syntax",
                "local     | error reading compress log option: strconv.ParseBool: parsing \"maybe\": invalid syntax",
                "''        | error reading compress log option: strconv.ParseBool: parsing \"maybe\": invalid syntax"
            })
    void aLogIsCompressedOrNot(String driver, String reason) {
        assertThatThrownBy(() -> check(logging(driver, "maybe")))
                .isInstanceOf(EngineException.InvalidArgument.class)
                .hasMessage("failed to initialize logging driver: " + reason);
        for (String known : List.of("true", "F", "0", "")) {
            check(logging(driver, known));
        }
    }

    private static HostConfig logging(String driver, String compress) {
        return logging(driver, Map.of("compress", compress, "max-size", "1m", "max-file", "2"));
    }

    private static HostConfig logging(String driver, Map<String, String> options) {
        return HostConfig.builder().logConfig(new LogConfig(driver, options)).build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "json-file | max-size=-1 | invalid size: '-1'",
                "json-file | max-size=0 | max-size must be a positive number",
                "json-file | max-file=x | strconv.Atoi: parsing \"x\": invalid syntax",
                "json-file | compress=true max-size=1m | compress cannot be true when max-file is less than 2 or max-size is not set",
                "json-file | compress=1 max-file=3 | compress cannot be true when max-file is less than 2 or max-size is not set",
                "local | max-size=-1 | invalid value for max-size: -1: invalid size: '-1'",
                "local | max-file=x | invalid value for max-file: x: strconv.Atoi: parsing \"x\": invalid syntax",
                "local | compress=true max-file=1 | compression cannot be enabled when max file count is 1"
            })
    void aLogHasASizeAndFilesThatGoTogether(String driver, String options, String reason) {
        assertThatThrownBy(() -> check(logging(driver, options(options))))
                .isInstanceOf(EngineException.InvalidArgument.class)
                .hasMessage("failed to initialize logging driver: " + reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "json-file | compress=true max-size=1m max-file=2",
                "json-file | compress=false max-file=1",
                "json-file | max-file=3",
                "local | compress=true",
                "local | max-file=1",
                "local | max-size=0"
            })
    void whatGoesTogetherIsTaken(String driver, String options) {
        check(logging(driver, options(options)));
    }

    private static Map<String, String> options(String words) {
        return Arrays.stream(words.split(" "))
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"kernel.core_pattern", "kernel.shm_rmid_forced+x", "vm.swappiness", "net..x", "kernel/../vm"})
    void leavesSysctlsOfTheHostAlone(String name) {
        HostConfig host = HostConfig.builder().sysctls(Map.of(name, "1")).build();
        assertThatThrownBy(() -> check(host)).isInstanceOf(EngineException.InvalidArgument.class);
    }

    @Test
    void refusesLinesInSysctls_CVE_2022_0811() {
        HostConfig host = HostConfig.builder()
                .sysctls(Map.of("kernel.shm_rmid_forced", "1\nkernel.core_pattern=|/evil"))
                .build();
        assertThatThrownBy(() -> check(host)).hasMessage("invalid value of sysctl kernel.shm_rmid_forced");
    }

    @Test
    void warnsOnceOfWhatTheEngineLacks() {
        HostConfig privileged = HostConfig.builder().privileged(true).build();
        assertThat(check(privileged).warnings())
                .containsExactly(
                        "This engine runs without CAP_SYS_RESOURCE. Privileged containers run without it, too.");
        HostConfig named = HostConfig.builder().capAdd(List.of("sys_resource")).build();
        assertThatThrownBy(() -> check(named)).isInstanceOf(EngineException.NotSupported.class);
    }

    @Test
    void choosesCapabilitiesAsDockerDoes() {
        var warnings = new java.util.ArrayList<String>();
        assertThat(CapabilitySection.bounding(HostConfig.DEFAULT.security(), FACTS, warnings))
                .containsExactlyElementsOf(CapabilitySection.DEFAULT);
        assertThat(CapabilitySection.bounding(
                        HostConfig.builder()
                                .capDrop(List.of("ALL"))
                                .capAdd(List.of("net_raw", "CAP_KILL"))
                                .build()
                                .security(),
                        FACTS,
                        warnings))
                .isEqualTo(List.of("CAP_NET_RAW", "CAP_KILL"));
        assertThat(Set.copyOf(CapabilitySection.bounding(
                        HostConfig.builder()
                                .capAdd(List.of("ALL"))
                                .capDrop(List.of("SYS_ADMIN"))
                                .build()
                                .security(),
                        FACTS,
                        warnings)))
                .contains("CAP_SYS_PTRACE")
                .doesNotContain("CAP_SYS_ADMIN");
    }
}
