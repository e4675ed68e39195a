package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run}: what a user of Docker types, and what they then see. */
final class RunTest extends EngineTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void printsWhatTheCommandPrints() {
        assertThat(sampan().run("run", "--rm", BUSYBOX, "echo", "hello")
                        .succeeds()
                        .out())
                .isEqualTo("hello\n");
    }

    @Test
    void keepsStandardErrorApart() {
        Sampan.Result result = inContainer("echo out; echo err >&2");
        assertThat(result.out()).isEqualTo("out\n");
        assertThat(result.err()).isEqualTo("err\n");
    }

    @Test
    void endsAsTheCommandEnds() {
        assertThat(inContainer("exit 42").code()).isEqualTo(42);
        assertThat(inContainer("kill -KILL $$ & wait; kill -TERM $$; true").code())
                .isIn(0, 137, 143);
    }

    @Test
    void givesInputToTheCommandAndClosesIt() {
        byte[] input = "a\nb\nc\n".getBytes(StandardCharsets.UTF_8);
        assertThat(sampan().runWith(input, "run", "--rm", "-i", BUSYBOX, "wc", "-l")
                        .succeeds()
                        .line())
                .isEqualTo("3");
    }

    @Test
    void withoutInteractiveThereIsNoInput() {
        assertThat(sampan().runWith("x".getBytes(StandardCharsets.UTF_8), "run", "--rm", BUSYBOX, "cat")
                        .succeeds()
                        .out())
                .isEmpty();
    }

    @Test
    void carriesBytesUnchangedBothWays() throws IOException {
        byte[] random = new byte[1_000_000];
        new Random(7).nextBytes(random);
        String back = sampan().runWith(random, "run", "--rm", "-i", BUSYBOX, "base64", "-w", "0")
                .succeeds()
                .line();
        assertThat(Base64.getDecoder().decode(back)).isEqualTo(random);
    }

    @Test
    void isThePidOneOfItsNamespace() {
        assertThat(sh("echo $$")).isEqualTo("1");
    }

    @Test
    void hasAHostnameMadeOfItsId() {
        String id =
                sampan().run("run", "-d", BUSYBOX, "sleep", "1000").succeeds().line();
        assertThat(id).hasSize(64);
        assertThat(sampan().run("exec", id, "hostname").succeeds().line()).isEqualTo(id.substring(0, 12));
        sampan().run("rm", "-f", id).succeeds();
    }

    @Test
    void takesHostnameAndDomain() {
        assertThat(sh("hostname; cat /etc/hostname; grep -c localhost /etc/hosts", "--hostname", "web"))
                .isEqualTo("web\nweb\n2");
    }

    @Test
    void setsDockersEnvironment() {
        assertThat(sh("echo $PATH; echo $HOME; echo $HOSTNAME", "--hostname", "h"))
                .isEqualTo("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n/root\nh");
        assertThat(sh("env | grep -c TERM || true")).isEqualTo("0");
    }

    @Test
    void addsVariablesFromTheLineAFileAndTheCaller() throws IOException {
        Path file = Files.writeString(folder.resolve("env"), "# comment\nB=2\nC=three words\n");
        assertThat(sh("echo $A-$B-$C", "-e", "A=1", "--env-file", file.toString()))
                .isEqualTo("1-2-three words");
    }

    @Test
    void startsInTheWorkingDirectoryAndMakesIt() {
        assertThat(sh("pwd", "-w", "/made/for/you")).isEqualTo("/made/for/you");
    }

    @Test
    void runsAsAUserByNumberAndByName() {
        assertThat(sh("id -u; id -g", "-u", "1000:1001")).isEqualTo("1000\n1001");
        assertThat(sh("id -u; id -g", "-u", "1000")).isEqualTo("1000\n0");
        assertThat(sh("id -un", "-u", "root")).isEqualTo("root");
        assertThat(sampan().run("run", "--rm", "-u", "nobodyhere", BUSYBOX, "true")
                        .err())
                .contains("unable to find user nobodyhere: no matching entries in passwd file");
    }

    @Test
    void replacesTheEntrypoint() {
        assertThat(sampan().run("run", "--rm", "--entrypoint", "/bin/echo", BUSYBOX, "a", "b")
                        .succeeds()
                        .line())
                .isEqualTo("a b");
    }

    @Test
    void bindsFoldersAndFiles() throws IOException {
        Files.writeString(folder.resolve("file"), "from the host\n");
        assertThat(sh("cat /data/file; echo new > /data/new", "-v", folder + ":/data"))
                .isEqualTo("from the host");
        assertThat(folder.resolve("new")).hasContent("new");
        assertThat(inContainer("echo x > /data/file", "-v", folder + ":/data:ro")
                        .code())
                .isNotZero();
        assertThat(sh("cat /one", "--mount", "type=bind,source=" + folder.resolve("file") + ",target=/one,readonly"))
                .isEqualTo("from the host");
    }

    @Test
    void keepsNamedVolumes() {
        sh("echo kept > /v/file", "-v", "memory:/v");
        assertThat(sh("cat /v/file", "-v", "memory:/v")).isEqualTo("kept");
    }

    @Test
    void mountsMemory() {
        assertThat(sh("grep ' /scratch tmpfs ' /proc/mounts | grep -c size=1024k", "--tmpfs", "/scratch:size=1m"))
                .isEqualTo("1");
        assertThat(sh("df -k /dev/shm | awk 'NR==2{print $2}'", "--shm-size", "8m"))
                .isEqualTo("8192");
        assertThat(sh("df -k /dev/shm | awk 'NR==2{print $2}'")).isEqualTo("65536");
    }

    @Test
    void makesTheRootReadOnly() {
        Sampan.Result result = inContainer("touch /file", "--read-only");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("Read-only file system");
        assertThat(sh("touch /run/file && echo ok", "--read-only", "--tmpfs", "/run"))
                .isEqualTo("ok");
    }

    @Test
    void limitsResourcesOfProcesses() {
        assertThat(sh("ulimit -n; ulimit -u", "--ulimit", "nofile=123:456", "--ulimit", "nproc=77"))
                .isEqualTo("123\n77");
    }

    @Test
    void setsKernelParametersOfItsNamespaces() {
        assertThat(sh("cat /proc/sys/net/ipv4/ip_default_ttl", "--sysctl", "net.ipv4.ip_default_ttl=42"))
                .isEqualTo("42");
    }

    @Test
    void givesDevices() {
        assertThat(sh("ls -l /dev/fuse2 | cut -c1", "--device", "/dev/null:/dev/fuse2"))
                .isEqualTo("c");
        assertThat(sh("ls /dev"))
                .contains("null", "ptmx", "random", "stderr", "urandom", "zero")
                .doesNotContain("kmsg", "console");
    }

    @Test
    void sharesNamespacesWhenAsked() {
        assertThat(sh("readlink /proc/self/ns/net", "--network", "host")).isEqualTo(own("net"));
        assertThat(sh("readlink /proc/self/ns/pid", "--pid", "host")).isEqualTo(own("pid"));
        assertThat(sh("readlink /proc/self/ns/uts", "--uts", "host")).isEqualTo(own("uts"));
        assertThat(sh("readlink /proc/self/ns/ipc", "--ipc", "host")).isEqualTo(own("ipc"));
        assertThat(sh("readlink /proc/self/ns/cgroup", "--cgroupns", "host")).isEqualTo(own("cgroup"));
        assertThat(sh("readlink /proc/self/ns/mnt")).isNotEqualTo(own("mnt"));
    }

    @Test
    void joinsTheNamespacesOfAnotherContainer() {
        String id = sampan().run("run", "-d", "--ipc", "shareable", BUSYBOX, "sleep", "1000")
                .succeeds()
                .line();
        String theirs = sampan().run(
                        "exec",
                        id,
                        "sh",
                        "-c",
                        "readlink /proc/self/ns/net; readlink /proc/self/ns/pid; readlink /proc/self/ns/ipc")
                .succeeds()
                .line();
        assertThat(sh(
                        "readlink /proc/self/ns/net; readlink /proc/self/ns/pid; readlink /proc/self/ns/ipc",
                        "--network",
                        "container:" + id,
                        "--pid",
                        "container:" + id,
                        "--ipc",
                        "container:" + id))
                .isEqualTo(theirs);
        sampan().run("rm", "-f", id).succeeds();
    }

    @Test
    void hasLoopbackAndNothingElseWithoutANetwork() {
        assertThat(sh("ls /sys/class/net; ping -c1 -W20 127.0.0.1 >/dev/null && echo up", "--network", "none"))
                .isEqualTo("lo\nup");
    }

    @Test
    void runsAnInitThatReaps() {
        assertThat(sh(
                        "cat /proc/1/comm; (sleep 0.1 &); while ps -o comm | grep -q sleep; do sleep 0.1; done; echo reaped",
                        "--init"))
                .isEqualTo("docker-init\nreaped");
    }

    @Test
    void writesTheIdIntoAFileAndRefusesToOverwriteIt() {
        Path file = folder.resolve("cid");
        String id = sampan().run("run", "-d", "--cidfile", file.toString(), BUSYBOX, "true")
                .succeeds()
                .line();
        assertThat(file).hasContent(id);
        Sampan.Result again = sampan().run("run", "--cidfile", file.toString(), BUSYBOX, "true");
        assertThat(again.code()).isEqualTo(125);
        assertThat(again.err())
                .contains("container ID file found, make sure the other container isn't running or delete " + file);
    }

    private static String own(String kind) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/" + kind)).toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
