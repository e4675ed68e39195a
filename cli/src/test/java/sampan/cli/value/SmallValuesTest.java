package sampan.cli.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sampan.cli.value.Parsing.assertRefused;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sampan.cli.flag.InvalidValue;
import sampan.core.config.DeviceMapping;
import sampan.core.config.RestartPolicy;
import sampan.core.config.ThrottleDevice;
import sampan.core.config.Ulimit;
import sampan.core.config.WeightDevice;

final class SmallValuesTest {
    @Test
    void readsUlimits() throws InvalidValue {
        assertThat(UlimitSpec.parse("nofile=1024:2048")).isEqualTo(new Ulimit("nofile", 1024, 2048));
        assertThat(UlimitSpec.parse("nproc=5")).isEqualTo(new Ulimit("nproc", 5, 5));
        assertThat(UlimitSpec.parse("core=-1")).isEqualTo(new Ulimit("core", -1, -1));
        assertThat(UlimitSpec.parse("core=1:-1")).isEqualTo(new Ulimit("core", 1, -1));
    }

    @Test
    void refusesBadUlimits() {
        assertRefused(UlimitSpec::parse, "", "invalid ulimit argument: ");
        assertRefused(UlimitSpec::parse, "nofile", "invalid ulimit argument: nofile");
        assertRefused(UlimitSpec::parse, "a=1", "invalid ulimit type: a");
        assertRefused(UlimitSpec::parse, "nofile=", "strconv.ParseInt: parsing \"\": invalid syntax");
        assertRefused(UlimitSpec::parse, "nofile=a", "strconv.ParseInt: parsing \"a\": invalid syntax");
        assertRefused(
                UlimitSpec::parse,
                "nofile=1:2:3",
                "too many limit value arguments - 1:2:3, can only have up to two, `soft[:hard]`");
        assertRefused(
                UlimitSpec::parse, "nofile=5:1", "ulimit soft limit must be less than or equal to hard limit: 5 > 1");
        assertRefused(
                UlimitSpec::parse, "nofile=-1:1", "ulimit soft limit must be less than or equal to hard limit: -1 > 1");
    }

    @Test
    void readsDevices() throws InvalidValue {
        assertThat(DeviceSpec.parse("/dev/a")).isEqualTo(new DeviceMapping("/dev/a", "/dev/a", "rwm"));
        assertThat(DeviceSpec.parse("/dev/a:r")).isEqualTo(new DeviceMapping("/dev/a", "/dev/a", "r"));
        assertThat(DeviceSpec.parse("/dev/a:/dev/b")).isEqualTo(new DeviceMapping("/dev/a", "/dev/b", "rwm"));
        assertThat(DeviceSpec.parse("/dev/a:/dev/b:rw")).isEqualTo(new DeviceMapping("/dev/a", "/dev/b", "rw"));
        assertThat(DeviceSpec.rule("c 1:* rm")).isEqualTo("c 1:* rm");
    }

    @Test
    void refusesBadDevices() {
        assertRefused(DeviceSpec::parse, "", "bad format for path: ");
        assertRefused(DeviceSpec::parse, "x", "x is not an absolute path");
        assertRefused(DeviceSpec::parse, "/dev/a:b", "b is not an absolute path");
        assertRefused(DeviceSpec::parse, "/dev/a:rr", "rr is not an absolute path");
        assertRefused(DeviceSpec::parse, "/a:/b:c", "bad mode specified: c");
        assertRefused(DeviceSpec::parse, ":/b", "bad format for path: :/b");
        assertRefused(DeviceSpec::parse, "/a:/b:rw:x", "bad format for path: /a:/b:rw:x");
        for (String rule : List.of("", "a", "c 1:1", "d 1:1 r", "c x:1 r", "c 1:1 rwmr", "c 1:1 r\n")) {
            assertRefused(DeviceSpec::rule, rule, "invalid device cgroup format '" + rule + "'");
        }
    }

    @Test
    void readsLimitsOfBlockDevices() throws InvalidValue {
        assertThat(BlockDevice.bytesPerSecond("/dev/a:1mb")).isEqualTo(new ThrottleDevice("/dev/a", 1 << 20));
        assertThat(BlockDevice.operationsPerSecond("/dev/a:5")).isEqualTo(new ThrottleDevice("/dev/a", 5));
        assertThat(BlockDevice.weight("/dev/a:500")).isEqualTo(new WeightDevice("/dev/a", 500));
        assertRefused(BlockDevice::weight, "x", "bad format: x");
        assertRefused(BlockDevice::weight, "/a:1", "bad format for device path: /a:1");
        assertRefused(BlockDevice::weight, "/dev/a:5", "invalid weight for device: /dev/a:5");
        assertRefused(BlockDevice::weight, "/dev/a:zz", "invalid weight for device: /dev/a:zz");
        assertThatThrownBy(() -> BlockDevice.bytesPerSecond("/dev/a:zz"))
                .hasMessageStartingWith("invalid rate for device: /dev/a:zz. ");
        assertThatThrownBy(() -> BlockDevice.operationsPerSecond("/dev/a:-1"))
                .hasMessageStartingWith("invalid rate for device: /dev/a:-1. ");
    }

    @Test
    void readsProcessors() throws InvalidValue {
        assertThat(Cpus.parse("1.5")).isEqualTo(1_500_000_000);
        assertThat(Cpus.parse(".5")).isEqualTo(500_000_000);
        assertThat(Cpus.parse("-1")).isEqualTo(-1_000_000_000);
        assertRefused(Cpus::parse, "x", "failed to parse x as a rational number");
        assertRefused(Cpus::parse, "", "failed to parse  as a rational number");
        assertRefused(Cpus::parse, "1.23456789012", "value is too precise");
        assertRefused(Cpus::parse, "1/3", "value is too precise");
        assertThat(Cpus.parse("1e3")).isEqualTo(1_000_000_000_000L);
        assertThat(Cpus.parse("3/2")).isEqualTo(1_500_000_000);
        assertThat(Cpus.parse("999999999999999999")).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void checksNamesOfPairs() throws InvalidValue {
        assertThat(KeyValue.environment("A")).isEqualTo("A");
        assertThat(KeyValue.map(List.of("a=1=2", "b", "a=3"))).isEqualTo(Map.of("a", "3", "b", ""));
        assertRefused(KeyValue::environment, "", "invalid environment variable: ");
        assertRefused(KeyValue::environment, "=a", "invalid environment variable: =a");
        assertRefused(KeyValue::label, "=b", "invalid label '=b': empty name");
        assertRefused(KeyValue::sysctl, "net.a", "sysctl 'net.a' is not allowed");
        assertRefused(KeyValue::sysctl, "kernel.panic=1", "sysctl 'kernel.panic=1' is not allowed");
        assertThat(KeyValue.sysctl("net.ipv4.ip_forward=1")).isEqualTo("net.ipv4.ip_forward=1");
    }

    @Test
    void readsEnvironmentFiles() throws InvalidValue {
        byte[] file = "\ufeffA=1\r\n # no\n\nB=x y \nHERE\nNOT_HERE\nC=".getBytes(StandardCharsets.UTF_8);
        assertThat(EnvFile.environment("f", file, Map.of("HERE", "yes")))
                .containsExactly("A=1", "B=x y ", "HERE=yes", "C=");
    }

    @Test
    void refusesBadEnvironmentFiles() {
        assertRefused(
                SmallValuesTest::environment, "B B=2", "invalid env file (f): variable 'B B' contains whitespaces");
        assertRefused(SmallValuesTest::environment, "=x", "invalid env file (f): no variable name on line '=x'");
        assertThatThrownBy(() -> EnvFile.labels("f", new byte[] {'a', '\n', 65, (byte) 255}))
                .hasMessage("invalid env file (f): invalid utf8 bytes at line 2: [65 255]");
    }

    private static List<String> environment(String text) throws InvalidValue {
        return EnvFile.environment("f", text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    @Test
    void readsDetachKeys() throws InvalidValue {
        assertThat(DetachKeysText.parse("").bytes()).containsExactly(16, 17);
        assertThat(DetachKeysText.parse("ctrl-a,b,ctrl-@,ctrl-_").bytes()).containsExactly(1, 'b', 0, 31);
        assertRefused(DetachKeysText::parse, "ctrl-1", "Unknown character: 'ctrl-1'");
        assertRefused(DetachKeysText::parse, "a,", "Unknown character: ''");
        assertRefused(DetachKeysText::parse, "é", "Unknown character: 'é'");
        String long33 = "a" + ",a".repeat(32);
        assertRefused(DetachKeysText::parse, long33, "invalid detach keys (" + long33 + ") provided");
    }

    @Test
    void sortsVolumes() throws InvalidValue {
        VolumeSpec volumes = VolumeSpec.of(List.of("/a", "v:/b:ro", "./x:/y", "..:/z"), "/home/u");
        assertThat(volumes.anonymous()).containsOnlyKeys("/a");
        assertThat(volumes.binds()).containsExactly("v:/b:ro", "/home/u/x:/y", "/home:/z");
        assertRefused(SmallValuesTest::volume, "", "invalid empty volume spec");
        assertRefused(SmallValuesTest::volume, "a::", "invalid spec: a::: empty section between colons");
        assertRefused(SmallValuesTest::volume, "a:b:c:d", "invalid volume specification: 'a:b:c:d'");
    }

    private static VolumeSpec volume(String text) throws InvalidValue {
        return VolumeSpec.of(List.of(text), "/");
    }

    @Test
    void readsTheRest() throws InvalidValue {
        assertThat(TmpfsSpec.map(List.of("/a:ro,size=1m", "/b"))).isEqualTo(Map.of("/a", "ro,size=1m", "/b", ""));
        assertThat(NamespaceMode.pid("container:x")).isEqualTo("container:x");
        assertRefused(NamespaceMode::pid, "container:", "--pid: invalid PID mode");
        assertRefused(NamespaceMode::uts, "x", "--uts: invalid UTS mode");
        assertRefused(NamespaceMode::user, "x", "--userns: invalid USER mode");
        assertRefused(NamespaceMode::cgroup, "x", "--cgroupns: invalid CGROUP mode");
        assertThat(RestartSpec.parse("on-failure:3")).isEqualTo(new RestartPolicy("on-failure", 3));
        assertRefused(
                RestartSpec::parse,
                "on-failure:x",
                "invalid restart policy format: maximum retry count must be an integer");
        assertThat(StreamName.parse("STDIN")).isEqualTo("stdin");
        assertRefused(StreamName::parse, "foo", "valid streams are STDIN, STDOUT and STDERR");
    }

    @Test
    void aFilterHasAKeyAndAValue() throws InvalidValue {
        assertThat(FilterSpec.parse("Label=a=b")).isEqualTo(new FilterSpec("label", "a=b"));
        assertThatThrownBy(() -> FilterSpec.parse("label")).hasMessage("bad format of filter (expected name=value)");
    }
}
