package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same {@code config.json} to runc and to Sampan: a container sees the same of itself. */
final class RuncConfigEffectsTest extends FreshPairTest {
    private static final String ARGS = "\"args\": [\"sleep\", \"1000\"]";

    /** All that a process sees of what it was given. */
    private static final String LOOK =
            "grep -E '^(Uid|Gid|Groups|Cap|NoNew|Seccomp|Sig[BC])' /proc/self/status; umask; pwd; env;"
                    + " cat /proc/self/limits /proc/self/oom_score_adj /proc/self/personality /proc/sys/kernel/hostname"
                    + " /proc/sys/kernel/domainname /proc/sys/net/ipv4/ip_forward /proc/self/uid_map /proc/self/gid_map /proc/self/setgroups;"
                    + " ls -ld /dev/* /made* /there*; cut -d' ' -f4- /proc/self/mountinfo; exit 5";

    /** Both run it to its end with these edits of the usual configuration, and tell the same. */
    private void same(String... edits) throws IOException {
        List<String> all = new ArrayList<>(List.of(edits));
        all.addAll(List.of(ARGS, "\"args\": [\"sh\", \"-c\", \"" + LOOK + "\"]"));
        pair.write(all);
        Sampan.Result ours = bundle.run("run", ID);
        Sampan.Result runcs = pair.runc("run", ID);
        assertThat(runcs.code()).as(runcs.err()).isEqualTo(5);
        assertThat(ours.code()).as(ours.err()).isEqualTo(5);
        assertThat(lines(ours.out())).isEqualTo(lines(runcs.out()));
        assertThat(BesideRunc.plain(ours.err())).isEqualTo(BesideRunc.plain(runcs.err()));
    }

    /** Mounts may come in another order; numbers and times are new ones each time. */
    private TreeSet<String> lines(String out) {
        TreeSet<String> all = new TreeSet<>();
        out.replace(bundle.folder() + "/runcs/", "BUNDLE/")
                .replace(bundle.folder() + "/", "BUNDLE/")
                .replaceAll("/[^ \n]*/(runcs/)?rootfs", "ROOT")
                .replaceAll("(master|shared):[0-9]+", "$1")
                .replaceAll("[A-Z][a-z]{2} +[0-9]+ +[0-9:]{4,5}", "TIME")
                .replaceAll("(?m)^Max pending signals.*", "")
                .lines()
                // runc makes no link to what this kernel does not have.
                .filter(line -> !line.contains("/proc/kcore"))
                .forEach(all::add);
        return all;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"noNewPrivileges\": true",
                "\"oomScoreAdj\": 123",
                "\"rlimits\": [{\"type\": \"RLIMIT_NOFILE\", \"soft\": 100, \"hard\": 200}, {\"type\": \"RLIMIT_CORE\", \"soft\": 0, \"hard\": 0}]",
                "\"capabilities\": {\"bounding\": [\"CAP_KILL\", \"CAP_CHOWN\"], \"effective\": [\"CAP_KILL\"], \"permitted\": [\"CAP_KILL\", \"CAP_CHOWN\"]}",
                "\"capabilities\": {\"bounding\": [\"CAP_KILL\"], \"effective\": [\"CAP_KILL\"], \"permitted\": [\"CAP_KILL\"], \"inheritable\": [\"CAP_KILL\"], \"ambient\": [\"CAP_KILL\"]}",
                "\"capabilities\": {}",
                "\"consoleSize\": {\"height\": 10, \"width\": 20}",
            })
    void aProcess(String property) throws IOException {
        same("\"user\":", property + ", \"user\":");
    }

    @Test
    void aVariableThatIsThereTwice() throws IOException {
        same("\"PATH=/bin\"", "\"PATH=/nowhere\", \"A=1\", \"B=2\", \"A=3\", \"PATH=/bin\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"uid\": 7, \"gid\": 8",
                "\"uid\": 7, \"gid\": 8, \"additionalGids\": [9, 10], \"umask\": 63",
                "\"uid\": 0, \"gid\": 0, \"umask\": 0",
            })
    void aUser(String user) throws IOException {
        same("\"uid\": 0, \"gid\": 0", user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/made/deep", "/bin", "/proc"})
    void aWorkingDirectory(String folder) throws IOException {
        same("\"cwd\": \"/\"", "\"cwd\": \"" + folder + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ro", "rw", "nosuid", "nodev", "noexec", "noatime", "nodiratime", "relatime", "strictatime", "sync",
                        "dirsync",
                "size=1m", "mode=700", "mode=1777", "uid=7", "gid=8", "nr_inodes=100", "private", "rprivate", "slave",
                        "rslave", "shared",
                "rshared", "unbindable", "runbindable",
            })
    void aTmpfs(String option) throws IOException {
        mounted("tmpfs", "tmpfs", option);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rbind",
                "bind",
                "rbind\", \"ro",
                "bind\", \"ro",
                "bind\", \"rro",
                "bind\", \"nosuid",
                "bind\", \"nodev",
                "bind\", \"noexec",
                "bind\", \"noatime",
                "bind\", \"nodiratime",
                "bind\", \"relatime",
                "bind\", \"strictatime",
                "rbind\", \"rslave",
                "rbind\", \"rshared",
                "bind\", \"private",
                "bind\", \"shared",
                "bind\", \"unbindable",
                "bind\", \"ro\", \"nosuid\", \"nodev\", \"noexec",
                "rbind\", \"rnosuid\", \"rnodev",
                "rbind\", \"rnoatime",
            })
    void aBindMount(String options) throws IOException {
        Path source = Files.createDirectories(bundle.folder().resolve("source"));
        mounted("bind", source.toString(), options);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqueue", "sysfs", "devpts"})
    void aFileSystem(String type) throws IOException {
        mounted(type, type, "nosuid\", \"noexec");
    }

    private void mounted(String type, String source, String options) throws IOException {
        String first = "{\"destination\": \"/proc\"";
        String last = "\"mode=0620\"]}";
        same(
                first,
                first,
                last,
                last
                        + ", {\"destination\": \"/there\", \"type\": \"%s\", \"source\": \"%s\", \"options\": [\"%s\"]}"
                                .formatted(type, source, options));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"maskedPaths\": [\"/proc/scsi\", \"/nowhere\"]",
                "\"readonlyPaths\": [\"/proc/sys\", \"/proc/bus\", \"/bin\", \"/nowhere\"]",
                "\"devices\": [{\"path\": \"/dev/made\", \"type\": \"c\", \"major\": 1, \"minor\": 3, \"fileMode\": 416, \"uid\": 7, \"gid\": 8}]",
                "\"devices\": [{\"path\": \"/dev/fifo\", \"type\": \"p\", \"fileMode\": 438}]",
                "\"devices\": [{\"path\": \"/made\", \"type\": \"b\", \"major\": 7, \"minor\": 99}]",
                "\"sysctl\": {\"net.ipv4.ip_forward\": \"1\"}",
                "\"sysctl\": {\"net/ipv4/ip_forward\": \"1\", \"kernel.shm_rmid_forced\": \"1\"}",
                "\"rootfsPropagation\": \"private\"",
                "\"rootfsPropagation\": \"slave\"",
                "\"seccomp\": {\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [\"umask\"], \"action\": \"SCMP_ACT_ERRNO\", \"errnoRet\": 38}]}",
                "\"resources\": {\"devices\": [{\"allow\": false, \"access\": \"rwm\"}]}",
            })
    void aLinuxSection(String property) throws IOException {
        same("\"namespaces\":", property + ", \"namespaces\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pid", "ipc", "uts", "cgroup"})
    void withoutANamespace(String type) throws IOException {
        String hostname = type.equals("uts") ? "" : "\"hostname\": \"bundled\",";
        String json = "{\"type\": \"" + type + "\"}";
        same("\"hostname\": \"bundled\",", hostname, type.equals("pid") ? json + ", " : ", " + json, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"containerID\": 0, \"hostID\": 0, \"size\": 1}"})
    void aUserNamespace(String mapping) throws IOException {
        same(
                "\"namespaces\": [",
                "\"uidMappings\": [%1$s], \"gidMappings\": [%1$s], \"namespaces\": [{\"type\": \"user\"}, "
                        .formatted(mapping));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"path\": \"rootfs\", \"readonly\": true", "\"path\": \"./rootfs/\""})
    void aRoot(String root) throws IOException {
        same("\"path\": \"rootfs\"", root);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"memory\": {\"limit\": 67108864, \"reservation\": 33554432, \"swap\": 134217728, \"swappiness\": 10}",
                "\"memory\": {\"limit\": 67108864, \"disableOOMKiller\": true}",
                "\"memory\": {\"limit\": -1, \"swap\": -1}",
                "\"memory\": {\"kernel\": 67108864}",
                "\"memory\": {\"useHierarchy\": true}",
                "\"cpu\": {\"shares\": 512, \"quota\": 50000, \"period\": 100000, \"cpus\": \"0\", \"mems\": \"0\"}",
                "\"cpu\": {\"shares\": 1}",
                "\"cpu\": {\"quota\": -1}",
                "\"cpu\": {\"realtimePeriod\": 500000, \"realtimeRuntime\": 1000}",
                "\"pids\": {\"limit\": 12}",
                "\"pids\": {\"limit\": 0}",
                "\"pids\": {\"limit\": -1}",
                "\"blockIO\": {\"weight\": 500}",
                "\"blockIO\": {\"throttleReadBpsDevice\": [{\"major\": 7, \"minor\": 0, \"rate\": 1048576}]}",
                "\"blockIO\": {\"throttleWriteIOPSDevice\": [{\"major\": 999, \"minor\": 0, \"rate\": 10}]}",
                "\"network\": {\"classID\": 1048577}",
                "\"network\": {\"priorities\": [{\"name\": \"lo\", \"priority\": 3}]}",
                "\"rdma\": {\"mlx5_1\": {\"hcaHandles\": 3, \"hcaObjects\": 10}}",
                "\"unified\": {\"memory.high\": \"10000000\"}",
                "\"devices\": [{\"allow\": false, \"access\": \"rwm\"}, {\"allow\": true, \"type\": \"c\", \"major\": 10, \"minor\": 229, \"access\": \"rw\"}]",
            })
    void resources(String property) throws IOException {
        // Not huge pages: on a host with both versions of cgroups runc cannot limit them, and this engine can
        // (CgroupTest).
        assumeTrue(Files.isDirectory(Path.of("/sys/fs/cgroup/memory")), "UnifiedRuntimeTest has those of cgroup2");
        pair.write(List.of("\"namespaces\":", "\"resources\": {" + property + "}, \"namespaces\":"));
        Sampan.Result ours = bundle.run("create", ID);
        Sampan.Result runcs = pair.runc("create", ID);
        assertThat(ours.code()).as("%s%s", ours.err(), runcs.err()).isEqualTo(runcs.code());
        if (runcs.code() == 0) {
            assertThat(RuncEffectsTest.written("ours"))
                    .isEqualTo(RuncEffectsTest.written("runcs"))
                    .isNotEmpty();
        }
    }
}
