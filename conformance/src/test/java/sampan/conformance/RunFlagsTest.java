package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The flags of {@code run} and {@code create} that are about names, choices and limits: each works, or says why not. */
final class RunFlagsTest extends EngineTest {
    /** A flag, a value that it does not take, and what is said of it. */
    private static final String[][] WRONG = {
        {"--add-host", "foo", "bad format for add-host: \"foo\""},
        {"--add-host", "foo:bar", "invalid IP address in add-host: \"bar\""},
        {"--dns", "foo", "IP address is not correctly formatted: foo"},
        {"--dns-search", "a b", "a b is not a valid domain"},
        {"--expose", "foo", "invalid range format for --expose: foo"},
        {"--expose", "70000", "value out of range"},
        {"--platform", "foo", "unknown operating system or architecture"},
        {"--platform", "windows/amd64", "does not run here"},
        {"--isolation", "hyperv", "linux only supports 'default'"},
        {"--runtime", "foo", "unknown or invalid runtime name: foo"},
        {"--storage-opt", "size=1G", "--storage-opt is supported only for overlay over xfs"},
        {"--volume-driver", "foo", "plugin \"foo\" not found"},
        {"--pull", "foo", "invalid pull option: 'foo'"},
        {"--publish", "80:80:80:80", "invalid IP address"},
        {"--publish", "99999", "invalid containerPort: 99999"},
        {"--publish", "80/icmp", "invalid proto: icmp"},
        {"--publish", "1-3:1-2", "invalid ranges specified for container and host Ports: 1-2 and 1-3"},
        {"--mac-address", "xx", "xx is not a valid mac address"},
        {"--link", "nosuch:b", "could not get container for nosuch: No such container: nosuch"},
        {"--name", "a/b", "Invalid container name (a/b)"},
        {"--name", "a\nb", "Invalid container name (a\nb)"},
        {"--name", "😀", "Invalid container name (😀)"},
        {"--name", "x", "Invalid container name (x)"},
        {"--memory", "4m", "Minimum memory limit allowed is 6MB"},
        {"--memory", "", "invalid size: ''"},
        {"--memory", "99999999999999999999g", "invalid size"},
        {"--cpus", "-1", "Range of CPUs is from 0.01 to "},
        {"--cpus", "foo", "failed to parse foo as a rational number"},
        {"--pids-limit", "foo", "invalid syntax"},
        {"--ulimit", "foo", "invalid ulimit argument: foo"},
        {"--ulimit", "nofile=10:5", "ulimit soft limit must be less than or equal to hard limit: 10 > 5"},
        {"--shm-size", "-1", "invalid size: '-1'"},
        {"--ipc", "foo", "Invalid IPC mode: foo"},
        {"--env", "=x", "invalid environment variable: =x"},
        {"--label", "", "invalid label '': empty name"},
        {"--workdir", "rel", "the working directory 'rel' is invalid"},
        {"--oom-score-adj", "2000", "range for oom score adj is [-1000, 1000]"},
        {"--device", "", "bad format for path: "},
        {"--device-cgroup-rule", "foo", "invalid device cgroup format 'foo'"},
        {"--cap-add", "FOO", "unknown capability: \"CAP_FOO\""},
        {"--stop-signal", "FOO", "Invalid signal: FOO"},
        {"--stop-timeout", "foo", "invalid syntax"},
        {"--restart", "foo", "unknown policy 'foo'"},
        {"--log-driver", "foo", "plugin \"foo\" not found"},
    };

    private Sampan.Result create(String... flags) {
        List<String> line = new ArrayList<>(List.of("create"));
        line.addAll(List.of(flags));
        line.addAll(List.of(BUSYBOX, "true"));
        return sampan().run(line.toArray(String[]::new));
    }

    @Test
    void namesGoIntoTheContainersFiles() {
        String out = sampan().run(
                        "run",
                        "--rm",
                        "--add-host",
                        "db:1.2.3.4",
                        "--add-host",
                        "six=[::7]",
                        "--dns",
                        "9.9.9.9",
                        "--dns-search",
                        "example.org",
                        "--dns-option",
                        "ndots:2",
                        "--group-add",
                        "77",
                        "--domainname",
                        "example.net",
                        BUSYBOX,
                        "sh",
                        "-c",
                        "cat /etc/hosts /etc/resolv.conf; id -G; cat /proc/sys/kernel/domainname")
                .succeeds()
                .out();
        assertThat(out)
                .contains(
                        "1.2.3.4\tdb\n",
                        "::7\tsix\n",
                        "nameserver 9.9.9.9\n",
                        "search example.org\n",
                        "options ndots:2\n")
                .contains(" 77", "example.net");
    }

    @Test
    void whatThereIsOneOfIsAccepted() {
        String id = create(
                        "--platform",
                        "linux",
                        "--isolation",
                        "default",
                        "--runtime",
                        "runc",
                        "--volume-driver",
                        "local",
                        "--pull",
                        "never",
                        "--annotation",
                        "a=b",
                        "--expose",
                        "80-82/udp",
                        "--cgroup-parent",
                        "")
                .succeeds()
                .line();
        assertThat(sampan().run("inspect", "--format", "{{json .Config.ExposedPorts}}", id)
                        .out())
                .contains("80/udp", "81/udp", "82/udp");
        sampan().run("rm", id).succeeds();
    }

    @Test
    void aContainerBelowAnotherCgroupLeavesNothingOfItBehind() {
        String id = sampan().run("run", "-d", "--cgroup-parent", "/sampan-own/place", BUSYBOX, "sleep", "100")
                .succeeds()
                .line();
        String pid = sampan().run("inspect", "--format", "{{.State.Pid}}", id).line();
        assertThat(Proc.read(Path.of("/proc", pid, "cgroup"))).contains(":/sampan-own/place/" + id);
        sampan().run("rm", "-f", id).succeeds();
        await().untilAsserted(() -> assertThat(LeakCheck.everything()).noneMatch(line -> line.contains(id)));
    }

    @Test
    void everyWrongValueIsToldInOneSentenceAndNothingIsMade() {
        for (String[] one : WRONG) {
            Sampan.Result result = create(one[0], one[1]);
            assertThat(result.err()).as(one[0] + " " + one[1]).contains(one[2]);
            assertThat(result.code()).isIn(1, 125);
            assertThat(result.out()).isEmpty();
        }
        assertThat(sampan().run("ps", "-aq").line()).isEmpty();
    }

    @Test
    void anImageThatIsNotHereIsNamed() {
        Sampan.Result result = sampan().run("run", "--pull", "never", "nosuch", "true");
        assertThat(result.err()).startsWith("sampan: Error response from daemon: No such image: nosuch:latest\n");
        assertThat(result.code()).isEqualTo(125);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127 | --device /dev/nosuch | Error response from daemon: error gathering device information while adding custom device \"/dev/nosuch\": no such file or directory",
                "125 | --security-opt apparmor= | Invalid --security-opt: \"apparmor=\"",
                "125 | --security-opt seccomp= | Invalid --security-opt: \"seccomp=\"",
                "125 | --security-opt =x | Error response from daemon: invalid --security-opt 2: \"=x\"",
                "125 | --storage-opt size=1G | Error response from daemon: --storage-opt is supported only for overlay over xfs with 'pquota' mount option",
                "125 | --storage-opt foo=1G | Error response from daemon: Unknown option foo",
            })
    void whatCannotBeGivenIsAnsweredWithDockersSentenceAndStatus(int code, String flag, String sentence) {
        String[] words = ("run --rm " + flag + " " + BUSYBOX + " true").split(" ");
        Sampan.Result result = sampan().run(words);
        assertThat(result.err())
                .isEqualTo("sampan: " + sentence + "\n\nRun 'sampan run --help' for more information\n");
        assertThat(result.code()).isEqualTo(code);
    }
}
