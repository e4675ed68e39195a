package sampan.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sampan.cli.flag.FlagParser;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.cli.flag.UsageError;
import sampan.core.EngineOptions.CgroupDriver;

/** Flags, configuration file and defaults become options. */
final class DaemonOptionsTest {
    private static DaemonOptions options(String file, String... words) throws UsageError, InvalidValue {
        ParsedFlags flags = FlagParser.parse(DaemonFlags.USAGE, java.util.List.of(words));
        return DaemonOptions.of(flags, ConfigFile.parse(file.getBytes(StandardCharsets.UTF_8), flags));
    }

    @Test
    void withoutAnythingTheDefaultsCount() throws Exception {
        DaemonOptions options = options("{}");
        assertThat(options.engine().dataRoot()).isEqualTo(Path.of("/var/lib/sampan"));
        assertThat(options.engine().execRoot()).isEqualTo(Path.of("/run/sampan"));
        assertThat(options.frontSocket()).isEqualTo(Path.of("/run/sampan/front.sock"));
        assertThat(options.group()).isEqualTo("sampan");
        assertThat(options.engine().cgroupParent()).isEqualTo("/sampan");
        assertThat(options.logLevel()).isEqualTo("info");
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
        assertThat(options.logLevel()).isEqualTo("warn");
        assertThat(options.engine().cgroupParent()).isEqualTo("/c");
        assertThat(options("{\"debug\": true}").logLevel()).isEqualTo("debug");
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
                "{\"storage-driver\": \"zfs\"} | the storage driver zfs is not supported; overlay2, btrfs and vfs are",
                "{\"hosts\": \"unix:///x\"} | \"hosts\" is not a list of strings",
                "[] | not a JSON object",
                "{\"data-root\": \"\"} | --data-root needs a folder",
            })
    void whatTheFileSaysWronglyIsToldInOneSentence(String file, String sentence) {
        assertThatThrownBy(() -> options(file)).isInstanceOf(InvalidValue.class).hasMessage(sentence);
    }

    @Test
    void aFlagAndTheFileMayNotBothSayIt() {
        assertThatThrownBy(() -> options("{\"data-root\": \"/a\"}", "--data-root", "/b"))
                .hasMessage("the following directives are specified both as a flag and in the configuration file: "
                        + "data-root: (from flag: /b, from file: /a)");
    }

    @Test
    void aFileThatWasNamedMustBeThere() throws Exception {
        ParsedFlags named =
                FlagParser.parse(DaemonFlags.USAGE, java.util.List.of("--config-file", "/nonexistent/daemon.json"));
        assertThatThrownBy(() -> ConfigFile.read(named))
                .hasMessage("unable to configure the engine with file /nonexistent/daemon.json: "
                        + "open /nonexistent/daemon.json: no such file or directory");
    }
}
