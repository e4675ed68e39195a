package sampan.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sampan.cli.flag.FlagParser;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.cli.flag.UsageError;
import sampan.core.EngineOptions.CgroupDriver;
import sampan.core.config.HostConfig;
import sampan.core.config.LogConfig;
import sampan.core.config.Ulimit;

/** Flags, configuration file and defaults become options. */
final class DaemonOptionsTest {
    private static DaemonOptions options(String file, String... words) throws UsageError, InvalidValue {
        ParsedFlags flags = FlagParser.parse(DaemonFlags.usage(), List.of(words));
        return DaemonOptions.of(new Settings(flags, ConfigFile.parse(file.getBytes(StandardCharsets.UTF_8), flags)));
    }

    @Test
    void withoutAnythingTheDefaultsCount() throws Exception {
        DaemonOptions options = options("{}");
        assertThat(options.engine().dataRoot()).isEqualTo(Path.of("/var/lib/sampan"));
        assertThat(options.engine().execRoot()).isEqualTo(Path.of("/run/sampan"));
        assertThat(options.frontSocket()).isEqualTo(Path.of("/run/sampan/front.sock"));
        assertThat(options.group()).isEqualTo("sampan");
        assertThat(options.engine().cgroupParent()).isEqualTo("/sampan");
        assertThat(options.logging().level()).isEqualTo("info");
        assertThat(options.pidfile()).isEmpty();
        assertThat(options.idle()).isEmpty();
    }

    @Test
    void systemdsCgroupsAreInASlice() throws Exception {
        assertThat(options("{}").engine().cgroupDriver()).isEqualTo(CgroupDriver.CGROUPFS);
        DaemonOptions options = options("{}", "--exec-opt", "native.cgroupdriver=systemd");
        assertThat(options.engine().cgroupDriver()).isEqualTo(CgroupDriver.SYSTEMD);
        assertThat(options.engine().cgroupParent()).isEqualTo("system.slice");
        DaemonOptions filed =
                options("{\"exec-opts\": [\"native.cgroupdriver=systemd\"], \"cgroup-parent\": \"mine.slice\"}");
        assertThat(filed.engine().cgroupDriver()).isEqualTo(CgroupDriver.SYSTEMD);
        assertThat(filed.engine().cgroupParent()).isEqualTo("mine.slice");
    }

    @ParameterizedTest
    @CsvSource({
        "native.cgroupdriver=other, native.cgroupdriver option other not supported",
        "native.other=systemd, Unknown option: native.other",
        "systemd, Unable to parse key/value option: systemd"
    })
    void otherOptionsOfExecutionAreRefusedAsDockerRefusesThem(String option, String sentence) {
        assertThatThrownBy(() -> options("{}", "--exec-opt", option)).hasMessage(sentence);
    }

    @Test
    void theFileSaysWhatTheFlagsDoNot() throws Exception {
        DaemonOptions options = options("""
                {"data-root": "/d", "exec-root": "/e/../f", "group": "wheel", "pidfile": "/p", "log-level": "warn", "cgroup-parent": "/c"}
                """);
        assertThat(options.engine().dataRoot()).isEqualTo(Path.of("/d"));
        assertThat(options.engine().execRoot()).isEqualTo(Path.of("/f"));
        assertThat(options.group()).isEqualTo("wheel");
        assertThat(options.pidfile()).contains(Path.of("/p"));
        assertThat(options.logging().level()).isEqualTo("warn");
        assertThat(options.engine().cgroupParent()).isEqualTo("/c");
        assertThat(options("{\"debug\": true}").logging().level()).isEqualTo("debug");
    }

    @Test
    void anEngineOnDemandEndsAfterItsTime() throws Exception {
        assertThat(options("{}", "--on-demand").idle()).contains(Duration.ofSeconds(60));
        assertThat(options("{}", "--on-demand", "--idle-timeout", "5").idle()).contains(Duration.ofSeconds(5));
        assertThat(options("{}", "--idle-timeout", "5").idle()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"nonsense\": 1} | the following directives don't match any configuration option: nonsense",
                "{\"config-file\": \"x\"} | the following directives don't match any configuration option: config-file",
                "{\"log-level\": \"loud\"} | unable to parse logging level: loud",
                "{\"storage-driver\": \"zfs\"} | the storage driver zfs is not supported; overlay2, btrfs, erofs and vfs are",
                "{\"hosts\": \"unix:///x\"} | json: cannot unmarshal string into Go struct field Config.hosts of type []string",
                "{\"debug\": \"yes\"} | json: cannot unmarshal string into Go struct field Config.debug of type bool",
                "{\"mtu\": \"x\"} | json: cannot unmarshal string into Go struct field Config.mtu of type int",
                "[] | json: cannot unmarshal array into Go value of type map[string]interface {}",
                "{\"dns\": [\"x\"]} | configuration validation from file failed: x is not an ip address",
                "{\"labels\": [\"a\"]} | configuration validation from file failed: bad attribute format: a",
                "{\"default-shm-size\": \"x\"} | invalid size: 'x'",
                "{\"registry-mirrors\": [\"ftp://x\"]} | invalid mirror: unsupported scheme \"ftp\" in \"ftp://x\"",
                "{\"default-runtime\": \"foo\"} | specified default runtime 'foo' does not exist",
                "{\"max-concurrent-downloads\": -1} | configuration validation from file failed: invalid max concurrent downloads: -1",
                "{\"max-download-attempts\": 0} | configuration validation from file failed: invalid max download attempts: 0",
                "{\"log-format\": \"xml\"} | configuration validation from file failed: invalid log format: xml",
                "{\"default-network-opts\": {\"bridge\": 1}} | json: cannot unmarshal number into Go struct field Config.default-network-opts of type map[string]string",
                "{\"foo\": 1, \"bar\": {\"x\": 1}} | the following directives don't match any configuration option: foo, x",
                "{\"data-root\": \"\"} | --data-root needs a folder",
                "{\"http-proxy\": \"x\"} | the following directives don't match any configuration option: http-proxy",
                "{\"proxies\": {\"ftp-proxy\": \"x\"}} | the following directives don't match any configuration option: ftp-proxy",
                "{\"proxies\": {\"no-proxy\": 1}} | json: cannot unmarshal number into Go struct field Proxies.proxies.no-proxy of type string",
            })
    void whatTheFileSaysWronglyIsToldInOneSentence(String file, String sentence) {
        assertThatThrownBy(() -> options(file)).isInstanceOf(InvalidValue.class).hasMessage(sentence);
    }

    @Test
    void containersAreMadeWithWhatTheFileSays() throws Exception {
        var defaults = options("""
                {"log-driver": "json-file", "log-opts": {"max-size": "1m"}, "default-ulimits": {"core": {"Name": "core", "Soft": 1, "Hard": 2}},
                 "default-shm-size": "2m", "init": true, "no-new-privileges": true, "dns-search": ["x.example"]}
                """).engine().settings().defaults();
        var made = defaults.complete(HostConfig.DEFAULT);
        assertThat(made.lifecycle().logConfig()).isEqualTo(new LogConfig("json-file", Map.of("max-size", "1m")));
        assertThat(made.resources().ulimits()).containsExactly(new Ulimit("core", 1, 2));
        assertThat(made.storage().shmSize()).isEqualTo(2 << 20);
        assertThat(made.lifecycle().init()).isTrue();
        assertThat(made.security().securityOpt()).containsExactly("no-new-privileges");
        assertThat(made.networking().dnsSearch()).containsExactly("x.example");
    }

    @Test
    void whatAContainerAsksForItselfCounts() throws Exception {
        var defaults = options("{\"log-opts\": {\"max-size\": \"1m\"}}", "--default-ulimit", "core=1", "--init")
                .engine()
                .settings()
                .defaults();
        var made = defaults.complete(HostConfig.builder()
                .logConfig(new LogConfig("none", Map.of()))
                .init(false)
                .resources(HostConfig.DEFAULT.resources().toBuilder()
                        .ulimits(List.of(new Ulimit("core", 5, 5)))
                        .build())
                .build());
        assertThat(made.lifecycle().logConfig().type()).isEqualTo("none");
        assertThat(made.lifecycle().init()).isFalse();
        assertThat(made.resources().ulimits()).containsExactly(new Ulimit("core", 5, 5));
    }

    @Test
    void theBridgeIsWhatTheFlagsSay() throws Exception {
        var networks = options(
                        "{}", "--bip", "10.1.2.1/24", "--fixed-cidr", "10.1.2.128/25", "--mtu", "1400", "--icc=false")
                .engine()
                .networks();
        assertThat(networks.bridge()).singleElement().satisfies(pool -> {
            assertThat(pool.subnet()).isEqualTo("10.1.2.0/24");
            assertThat(pool.gateway()).isEqualTo("10.1.2.1");
            assertThat(pool.ipRange()).isEqualTo("10.1.2.128/25");
        });
        assertThat(networks.options())
                .containsEntry("com.docker.network.driver.mtu", "1400")
                .containsEntry("com.docker.network.bridge.enable_icc", "false");
    }

    @Test
    void networksHaveTheOptionsOfTheirDriver() throws Exception {
        var usual = options("""
                {"default-network-opts": {"bridge": {"a": "1", "b": "x=y"}, "macvlan": {"parent": "eth7"}}}
                """).engine().networks().usual();
        assertThat(usual)
                .isEqualTo(Map.of("bridge", Map.of("a", "1", "b", "x=y"), "macvlan", Map.of("parent", "eth7")));
        assertThat(options("{}", "--default-network-opt", "bridge=a=1", "--default-network-opt", "bridge=b=2")
                        .engine()
                        .networks()
                        .usual())
                .isEqualTo(Map.of("bridge", Map.of("a", "1", "b", "2")));
        assertThatThrownBy(() -> options("{}", "--default-network-opt", "bridge=a"))
                .hasMessageContaining("invalid value \"bridge=a\" for map option, should be root-key=key=value");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--bip | x | invalid --bip: invalid CIDR address: x",
                "--bip | 10.0.0.1/99 | invalid --bip: invalid CIDR address: 10.0.0.1/99",
                "--default-gateway | 10.0.0.1 | --default-gateway needs --bip or --fixed-cidr, whose network it is in",
                "--oom-score-adjust | 5000 | invalid --oom-score-adjust: 5000: the range is [-1000, 1000]",
                "--seccomp-profile | /nope | opening seccomp profile (/nope) failed: open /nope: no such file or directory",
                "--insecure-registry | a://b | insecure registry a://b should not contain '://'",
                "--add-runtime | kata=/usr/bin/kata | the runtime kata (/usr/bin/kata) cannot be used: Sampan starts containers itself, and only sampan-runtime can have other names"
            })
    void flagsWithBadValuesAreToldInOneSentence(String flag, String value, String sentence) {
        assertThatThrownBy(() -> options("{}", flag, value)).hasMessage(sentence);
    }

    @Test
    void proxiesAreNamedTogetherInTheFile() throws Exception {
        assertThat(options("{\"proxies\": {\"http-proxy\": \"a:1\", \"no-proxy\": \"b\"}}", "--https-proxy", "c:2")
                        .engine()
                        .settings()
                        .registries()
                        .proxies())
                .isEqualTo(Map.of("HTTP_PROXY", "a:1", "NO_PROXY", "b", "HTTPS_PROXY", "c:2"));
        assertThatThrownBy(() -> options("{\"proxies\": {\"no-proxy\": \"b\"}}", "--no-proxy", "c"))
                .hasMessage("the following directives are specified both as a flag and in the configuration file: "
                        + "no-proxy: (from flag: c, from file: b)");
    }

    @Test
    void aFlagAndTheFileMayNotBothSayIt() {
        assertThatThrownBy(() -> options("{\"data-root\": \"/a\"}", "--data-root", "/b"))
                .hasMessage("the following directives are specified both as a flag and in the configuration file: "
                        + "data-root: (from flag: /b, from file: /a)");
    }

    @Test
    void aFileThatWasNamedMustBeThere() throws Exception {
        ParsedFlags named = FlagParser.parse(DaemonFlags.usage(), List.of("--config-file", "/nonexistent/daemon.json"));
        assertThatThrownBy(() -> ConfigFile.read(named))
                .hasMessage("unable to configure the Docker daemon with file /nonexistent/daemon.json: "
                        + "open /nonexistent/daemon.json: no such file or directory");
    }
}
