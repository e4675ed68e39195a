package sampan.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sampan.oci.spec.Capabilities;
import sampan.oci.spec.Device;
import sampan.oci.spec.IoPriority;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Personality;
import sampan.oci.spec.Rlimit;
import sampan.oci.spec.Root;
import sampan.oci.spec.Scheduler;
import sampan.oci.spec.Spec;
import sampan.oci.spec.User;

/** Containers on the real kernel, looked at from inside. */
final class LaunchTest extends RootfsTest {
    @Test
    void runsAProgramAndTellsItsOutputAndItsCode() throws Exception {
        Outcome outcome = run(Specs.shell("echo out; echo err >&2; exit 7"));
        assertThat(outcome.out()).isEqualTo("out\n");
        assertThat(outcome.err()).isEqualTo("err\n");
        assertThat(outcome.code()).isEqualTo(7);
    }

    @Test
    void isTheFirstProcessOfItsPidNamespaceAndLeadsASession() throws Exception {
        assertThat(output(Specs.shell("echo $$; awk '{print $5, $6, $7}' /proc/self/stat")))
                .isEqualTo("1\n1 1 0");
    }

    @Test
    void hasTheNamesItWasGiven() throws Exception {
        assertThat(output(Specs.shell("hostname; cat /proc/sys/kernel/domainname; pwd; uname -m; echo $PATH $HOSTNAME")
                        .withHostname("a.b-c")
                        .withDomainname("example.org")))
                .isEqualTo("a.b-c\nexample.org\n/\n"
                        + System.getProperty("os.arch").replace("amd64", "x86_64")
                        + "\n/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin web");
    }

    @Test
    void hasDockersMountsAndNoOthers() throws Exception {
        List<String> mounts = new ArrayList<>();
        for (String line : output(Specs.linux(
                        Specs.shell("cat /proc/self/mountinfo"),
                        linux -> linux.maskedPaths(List.of()).readonlyPaths(List.of())))
                .split("\n", -1)) {
            String[] fields = line.split(" ", -1);
            mounts.add(fields[4] + " " + fields[5] + " " + fields[6]);
        }
        assertThat(mounts)
                .containsExactlyInAnyOrder(
                        "/ " + rootOptions(mounts) + " -",
                        "/proc rw,nosuid,nodev,noexec,relatime -",
                        "/dev rw,nosuid -",
                        "/dev/pts rw,nosuid,noexec,relatime -",
                        "/sys ro,nosuid,nodev,noexec,relatime -",
                        "/dev/mqueue rw,nosuid,nodev,noexec,relatime -",
                        "/dev/shm rw,nosuid,nodev,noexec,relatime -");
    }

    private static String rootOptions(List<String> mounts) {
        String line = mounts.stream()
                .filter(mount -> mount.startsWith("/ "))
                .findFirst()
                .orElseThrow();
        return line.substring(2, line.length() - 2);
    }

    @Test
    void hasDockersDevicesAndLinks() throws Exception {
        String listing = output(
                Specs.shell("cd /dev; stat -c '%n %F %a %t,%T' null zero full random urandom tty; for l in *; do "
                        + "[ -L $l ] && echo $l $(readlink $l); done; echo x >null; head -c 4 zero | wc -c"));
        assertThat(listing).isEqualTo("""
                null character special file 666 1,3
                zero character special file 666 1,5
                full character special file 666 1,7
                random character special file 666 1,8
                urandom character special file 666 1,9
                tty character special file 666 5,0
                core /proc/kcore
                fd /proc/self/fd
                ptmx pts/ptmx
                stderr /proc/self/fd/2
                stdin /proc/self/fd/0
                stdout /proc/self/fd/1
                4""");
    }

    @Test
    void makesDevicesThatWereAskedFor() throws Exception {
        Spec spec = Specs.linux(
                Specs.shell("stat -c '%F %a %t,%T %u:%g' /dev/net/tun /dev/loopy /dev/pipe /opt/zero"),
                linux -> linux.devices(List.of(
                        new Device("c", "/dev/net/tun", 10, 200, 0640, 3L, 4L),
                        new Device("b", "/dev/loopy", 7, 300, 0600, null, null),
                        new Device("p", "/dev/pipe", 0, 0, 0622, null, null),
                        new Device("u", "/opt/zero", 1, 5, null, 0L, 0L))));
        assertThat(output(spec)).isEqualTo("""
                character special file 640 a,c8 3:4
                block special file 600 7,12c 0:0
                fifo 622 0,0 0:0
                character special file 666 1,5 0:0""");
    }

    @Test
    void hidesAndProtectsPaths() throws Exception {
        String listing = output(Specs.shell("stat -c '%F %t,%T' /proc/keys /proc/timer_list; "
                + "ls -A /proc/acpi /sys/firmware 2>/dev/null | grep -v -e : -e '^$'; "
                + "for f in /proc/sys/kernel/hostname /proc/irq/default_smp_affinity; "
                + "do (echo 1 >$f) 2>&1; done; (echo x >/sys/firmware/x) 2>&1"));
        assertThat(listing.lines().toList())
                .containsExactly(
                        "character special file 1,3",
                        "character special file 1,3",
                        "sh: can't create /proc/sys/kernel/hostname: Read-only file system",
                        "sh: can't create /proc/irq/default_smp_affinity: Read-only file system",
                        "sh: can't create /sys/firmware/x: Read-only file system");
    }

    @Test
    void hasDockersCapabilitiesAndNoInheritableOnes() throws Exception {
        // CVE-2022-24769
        assertThat(output(Specs.shell("grep ^Cap /proc/self/status | awk '{print $2}'"))
                        .lines())
                .containsExactly(
                        "0000000000000000",
                        "00000000a80425fb",
                        "00000000a80425fb",
                        "00000000a80425fb",
                        "0000000000000000");
    }

    // CVE-2018-10856, CVE-2021-20188
    @Test
    void aUserThatIsNotRootHasNoCapabilities() throws Exception {
        Spec spec = Specs.process(
                Specs.shell(
                        "id; grep ^Cap /proc/self/status | awk '{print $2}'; stat -L -c %u /proc/self/fd/1 /dev/stdout; "
                                + "echo works >/dev/stdout"),
                process -> process.user(new User(1000, 1001, null, List.of(1001L, 5L), null)));
        assertThat(output(spec).lines())
                .containsExactly(
                        "uid=1000 gid=1001 groups=5,1001",
                        "0000000000000000",
                        "0000000000000000",
                        "0000000000000000",
                        "00000000a80425fb",
                        "0000000000000000",
                        "1000",
                        "1000",
                        "works");
    }

    @Test
    void ambientCapabilitiesReachAUser() throws Exception {
        List<String> one = List.of("CAP_NET_BIND_SERVICE");
        Spec spec = Specs.process(
                Specs.shell("grep ^Cap /proc/self/status | awk '{print $2}'"),
                process -> process.user(User.of(1000, 1000, List.of()))
                        .capabilities(new Capabilities(one, one, one, one, one)));
        assertThat(output(spec).lines()).containsOnly("0000000000000400");
    }

    @Test
    void startsWithCleanSignalsDescriptorsAndLimits() throws Exception {
        Spec spec = Specs.process(
                Specs.shell("grep -E '^Sig(Blk|Ign)' /proc/self/status | awk '{print $2}'; ls /proc/self/fd | wc -l; "
                        + "ulimit -n; ulimit -Hn; ulimit -u; umask; cat /proc/self/oom_score_adj"),
                process -> process.oomScoreAdj(77)
                        .rlimits(List.of(new Rlimit("RLIMIT_NOFILE", 64, 65), new Rlimit("RLIMIT_NPROC", 500, 600)))
                        .user(new User(0, 0, 027, List.of(), null)));
        assertThat(output(spec).lines())
                .containsExactly("0000000000000000", "0000000000000000", "4", "64", "65", "500", "0027", "77");
    }

    @Test
    void hasNoNewPrivilegesWhenAsked() throws Exception {
        Spec spec = Specs.shell("grep NoNewPrivs /proc/self/status | awk '{print $2}'");
        assertThat(output(spec)).isEqualTo("0");
        assertThat(output(Specs.process(spec, process -> process.noNewPrivileges(true))))
                .isEqualTo("1");
    }

    @Test
    void loadsTheFilterBeforeAndAfterTheCapabilitiesAreGone() throws Exception {
        SeccompProgram filter = new SeccompProgram(SmallFilter.refusing("mkdir", "mkdirat"), 0);
        Spec spec = Specs.shell("grep -E '^Seccomp:' /proc/self/status | awk '{print $2}'; mkdir /tmp/x 2>&1");
        for (boolean noNewPrivileges : List.of(true, false)) {
            Spec confined = Specs.process(
                    spec, process -> process.noNewPrivileges(noNewPrivileges).user(User.of(33, 33, List.of())));
            Outcome outcome = new Launcher().run(request(confined).withSeccomp(java.util.Optional.of(filter)));
            assertThat(outcome.out().lines()).as(outcome.message()).first().isEqualTo("2");
            assertThat(outcome.out()).contains("mkdir: can't create directory '/tmp/x': Operation not permitted");
        }
    }

    @Test
    void bindsFoldersAndFiles() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data/deep"));
        Path file = Files.writeString(folder.resolve("data/file"), "content\n");
        Spec spec = Specs.mount(
                Specs.shell("cat /x/y/file /f; ls /x/y; echo no 2>/dev/null >/x/y/new || echo refused; echo more >>/f; "
                        + "grep -E ' /(x/y|f) ' /proc/self/mountinfo | awk '{print $5, $7}' | sort"),
                Mount.bind(data.getParent().toString(), "/x/y", "rbind", "ro", "rprivate"),
                Mount.bind(file.toString(), "/f", "bind", "rprivate"));
        Outcome outcome = new Launcher().run(request(spec).withFileSources(Set.of(file.toString())));
        assertThat(outcome.out())
                .as(outcome.message())
                .isEqualTo("content\ncontent\ndeep\nfile\nrefused\n/f -\n/x/y -\n");
        assertThat(Files.readString(file)).isEqualTo("content\nmore\n");
    }

    @Test
    void appliesEveryAttributeOfABindMount() throws Exception {
        String data = Files.createDirectories(folder.resolve("data")).toString();
        Spec spec = Specs.mount(
                Specs.shell("grep ' /m' /proc/self/mountinfo | awk '{print $5, $6}' | sort"),
                Mount.bind(data, "/m1", "bind", "ro", "nosuid", "nodev", "noexec", "noatime", "nosymfollow"),
                Mount.bind(data, "/m2", "rbind", "rro", "rnosuid", "rnodev", "rnoexec", "rnoatime"),
                Mount.bind(data, "/m3", "bind", "strictatime", "nodiratime"),
                Mount.bind(data, "/m4", "rbind", "rro", "rw"));
        assertThat(output(spec)).isEqualTo("""
                /m1 ro,nosuid,nodev,noexec,noatime,nosymfollow
                /m2 ro,nosuid,nodev,noexec,noatime
                /m3 rw,nodiratime
                /m4 rw,relatime""");
    }

    @Test
    void aTmpfsTakesTheModeOfWhatItCovers() throws Exception {
        Files.createDirectories(root.resolve("covered"));
        root.resolve("covered").toFile().setWritable(false, false);
        new ProcessBuilder("chmod", "0751", root.resolve("covered").toString())
                .start()
                .waitFor();
        Spec spec = Specs.mount(
                Specs.shell("stat -c %a /covered /fresh /said"),
                Mount.of("/covered", "tmpfs", "tmpfs"),
                Mount.of("/fresh", "tmpfs", "tmpfs", "size=1m"),
                Mount.of("/said", "tmpfs", "tmpfs", "mode=700"));
        assertThat(output(spec)).isEqualTo("751\n1777\n700");
    }

    @Test
    void aTmpfsBeginsWithWhatItCoversWhenAsked() throws Exception {
        Files.writeString(root.resolve("etc/there"), "old\n");
        Spec spec = Specs.mount(
                Specs.shell("cat /etc/there; echo new >/etc/there; cat /etc/there; touch /etc/more; pwd;"
                        + " grep -c ' /etc ' /proc/self/mountinfo; ls /none"),
                Mount.of("/etc", "tmpfs", "tmpfs", "tmpcopyup", "size=1m"),
                Mount.of("/none", "tmpfs", "tmpfs", "tmpcopyup"));
        assertThat(output(spec)).isEqualTo("old\nnew\n/\n1");
        assertThat(root.resolve("etc/there")).hasContent("old");
        assertThat(root.resolve("etc/more")).doesNotExist();
    }

    @Test
    void aTmpfsThatBeginsWithWhatItCoversLooksLikeItToo() throws Exception {
        for (String name : List.of("own", "said", "owned", "both")) {
            Path made = Files.createDirectories(root.resolve(name));
            Files.writeString(made.resolve("there"), "x");
            assertThat(new ProcessBuilder("sh", "-c", "chown 7:8 $1 && chmod 2751 $1", "sh", made.toString())
                            .start()
                            .waitFor())
                    .isZero();
        }
        Spec spec = Specs.mount(
                Specs.shell(
                        "stat -c '%a %u:%g' /own /said /owned /both /fresh /freshly; cat /*/there; ls -A /fresh /freshly"),
                Mount.of("/own", "tmpfs", "tmpfs", "tmpcopyup"),
                Mount.of("/said", "tmpfs", "tmpfs", "tmpcopyup", "mode=1700"),
                Mount.of("/owned", "tmpfs", "tmpfs", "tmpcopyup", "gid=4", "uid=3"),
                Mount.of("/both", "tmpfs", "tmpfs", "tmpcopyup", "uid=3", "mode=710", "ro"),
                Mount.of("/fresh", "tmpfs", "tmpfs", "tmpcopyup"),
                Mount.of("/freshly", "tmpfs", "tmpfs", "tmpcopyup", "mode=705"));
        assertThat(output(spec))
                .isEqualTo("2751 0:0\n1700 0:0\n2751 3:4\n710 3:0\n1777 0:0\n705 0:0\nxxxx/fresh:\n\n/freshly:");
        assertThat(Files.getAttribute(root.resolve("both"), "unix:mode")).isEqualTo(042751);
    }

    @Test
    void aReadOnlyRootLeavesItsMountsWritable() throws Exception {
        Spec spec = Specs.mount(
                        Specs.shell("touch /x 2>&1; touch /tmp/y && echo fine; touch /dev/shm/z && echo fine"),
                        Mount.of("/tmp", "tmpfs", "tmpfs"))
                .withRoot(new Root("rootfs", true));
        assertThat(output(spec)).isEqualTo("touch: /x: Read-only file system\nfine\nfine");
    }

    @Test
    void makesTheWorkingDirectory() throws Exception {
        assertThat(output(Specs.process(Specs.shell("pwd; stat -c '%a %u' ."), p -> p.cwd("/a/b//c/../d/"))))
                .isEqualTo("/a/b/d\n755 0");
        assertThat(run(Specs.process(Specs.shell("pwd"), p -> p.cwd("/bin/busybox")))
                        .message())
                .isEqualTo("chdir to cwd (\"/bin/busybox\") set in config.json failed: not a directory");
        assertThat(run(Specs.process(Specs.shell("pwd"), p -> p.cwd("/bin/busybox/x")))
                        .message())
                .isEqualTo("mkdir /bin/busybox/x: not a directory");
    }

    @Test
    void setsSysctlsOfItsNamespaces() throws Exception {
        Spec spec = Specs.linux(
                Specs.shell("cat /proc/sys/net/ipv4/ip_forward /proc/sys/kernel/shmmax /proc/sys/fs/mqueue/msg_max"),
                linux -> linux.sysctl(java.util.Map.of(
                        "net.ipv4.ip_forward", "1", "kernel.shmmax", "4242", "fs/mqueue/msg_max", "11")));
        assertThat(output(spec)).isEqualTo("1\n4242\n11");
        assertThat(run(Specs.linux(spec, linux -> linux.sysctl(java.util.Map.of("net.none", "1"))))
                        .message())
                .isEqualTo("open /proc/sys/net/none: no such file or directory");
        assertThat(run(Specs.linux(spec, linux -> linux.sysctl(java.util.Map.of("net.ipv4.ip_forward", "x"))))
                        .message())
                .isEqualTo("write /proc/sys/net/ipv4/ip_forward: invalid argument");
    }

    @Test
    void isScheduledAsAsked() throws Exception {
        Spec spec = Specs.linux(
                Specs.process(
                        Specs.shell(
                                "awk '{print $19}' /proc/self/stat; uname -m; grep ^policy /proc/self/sched | awk '{print $3}'"),
                        process -> process.scheduler(new Scheduler("SCHED_BATCH", 6, 0, List.of(), 0, 0, 0))
                                .ioPriority(new IoPriority("IOPRIO_CLASS_BE", 6))),
                linux -> linux.personality(new Personality("LINUX32", List.of())));
        assertThat(output(spec).lines()).containsExactly("6", "i686", "3");
    }
}
