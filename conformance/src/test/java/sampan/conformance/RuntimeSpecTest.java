package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sections of config.md and config-linux.md that no other class has: one bundle, one property, what the container sees of it. */
final class RuntimeSpecTest extends RuntimeTest {
    private static final String PLAIN = "\"terminal\": false";
    private static final String MAPS = "\"uidMappings\": [{\"containerID\": 0, \"hostID\": %d, \"size\": 1000}],"
            + "\"gidMappings\": [{\"containerID\": 0, \"hostID\": %d, \"size\": 1000}]";

    @BeforeEach
    void fillBundle() throws IOException {
        for (String tool : List.of("uname", "stat", "head", "taskset", "touch", "grep", "readlink")) {
            bundle.applet(tool);
        }
    }

    private String out(String process, String linux, String line) throws IOException {
        bundle.config(process, linux.isEmpty() ? "" : linux + ",", "sh", "-c", line);
        return bundle.run("run", "s").succeeds().out();
    }

    private void refused(String process, String linux, String sentence) throws IOException {
        bundle.config(process, linux.isEmpty() ? "" : linux + ",", "true");
        refused(sentence);
    }

    private void refused(String sentence) {
        Sampan.Result result = bundle.run("run", "s");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains(sentence);
        assertThat(bundle.state()).isEmptyDirectory();
    }

    private static String maps(int host) {
        return MAPS.formatted(host, host);
    }

    private void mount(String source, String options, String maps) throws IOException {
        bundle.insert(
                "{\"destination\": \"/proc\"",
                "{\"destination\": \"/data\", \"type\": \"bind\", \"source\": \"" + source + "\", \"options\": ["
                        + options + "]" + (maps.isEmpty() ? "" : ", " + maps) + "}, ");
    }

    @Test
    void eachMountHasIdMappingsOfItsOwnAlsoBelow() throws IOException {
        Path data = Files.createDirectories(bundle.folder().resolve("data/below"));
        assertThat(shell("mount -t tmpfs low " + data + " && touch " + data + "/file"))
                .isZero();
        try {
            for (String option : List.of("idmap", "ridmap")) {
                bundle.config(PLAIN, "", "sh", "-c", "stat -c %u /data /data/below/file");
                mount(data.getParent().toString(), "\"rbind\", \"" + option + "\"", maps(5000));
                assertThat(bundle.run("run", "s").succeeds().out())
                        .isEqualTo(option.equals("idmap") ? "5000\n0\n" : "5000\n5000\n");
            }
            bundle.config(PLAIN, "", "sh", "-c", "stat -c %u /data; stat -c %u /more");
            mount(data.getParent().toString(), "\"rbind\"", maps(6000));
            bundle.insert(
                    "{\"destination\": \"/proc\"",
                    "{\"destination\": \"/more\", \"type\": \"bind\", \"source\": \"" + data.getParent()
                            + "\", \"options\": [\"bind\"], " + maps(7000) + "}, ");
            assertThat(bundle.run("run", "s").succeeds().out()).isEqualTo("6000\n7000\n");
        } finally {
            assertThat(shell("umount " + data)).isZero();
        }
    }

    private static int shell(String line) throws IOException {
        try {
            return new ProcessBuilder("sh", "-c", line).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aMountTakesTheMappingsOfItsContainer() throws IOException {
        Path data = Files.createDirectories(bundle.folder().resolve("data"));
        Files.createFile(data.resolve("of-root"));
        assertThat(shell("chown -R 100000:100000 " + bundle.folder() + "/rootfs; chmod 711 " + bundle.folder()))
                .isZero();
        bundle.config(PLAIN, maps(100_000) + ",", "sh", "-c", "stat -c %u /data/of-root; touch /data/new");
        bundle.insert("{\"type\": \"pid\"}", "{\"type\": \"user\"}, ");
        mount(data.toString(), "\"rbind\", \"idmap\"", "");
        assertThat(bundle.run("run", "s").succeeds().out()).isEqualTo("0\n");
        assertThat((Integer) Files.getAttribute(data.resolve("new"), "unix:uid"))
                .isZero();
    }

    @Test
    void idMappingsThatCannotBeAreErrors() throws IOException {
        bundle.config(PLAIN, "", "true");
        mount("/proc", "\"rbind\", \"idmap\"", maps(5000));
        refused("mounts: /data: id mappings: ");
        bundle.config(PLAIN, "", "true");
        mount("/tmp", "\"rbind\", \"idmap\"", "");
        refused("mounts: /data: idmap without id mappings");
        bundle.config(PLAIN, "", "true")
                .edit(text -> text.replace("\"type\": \"devpts\"", maps(5000) + ", \"type\": \"devpts\""));
        refused("mounts: /dev/pts: only bind mounts can have id mappings");
    }

    @Test
    void labelsAreErrorsWhereTheirModuleIsNotActive() throws IOException {
        String modules = Files.exists(Path.of("/sys/kernel/security/lsm"))
                ? Files.readString(Path.of("/sys/kernel/security/lsm"))
                : "";
        if (!modules.contains("selinux")) {
            refused(
                    PLAIN,
                    "\"mountLabel\": \"u:r:t\"",
                    "linux.mountLabel u:r:t is specified, but selinux is not enabled");
            refused(
                    PLAIN + ", \"selinuxLabel\": \"u:r:t\"",
                    "",
                    "process.selinuxLabel u:r:t is specified, but selinux is not enabled");
        }
        if (!modules.contains("apparmor")) {
            refused(
                    PLAIN + ", \"apparmorProfile\": \"some\"",
                    "",
                    "process.apparmorProfile some is specified, but apparmor is not enabled");
        }
    }

    @Test
    void thePersonalityIsWhatUnameTells() throws IOException {
        assertThat(out(PLAIN, "\"personality\": {\"domain\": \"LINUX32\"}", "uname -m"))
                .isEqualTo("i686\n");
        refused(PLAIN, "\"personality\": {\"domain\": \"LINUX\", \"flags\": [\"X\"]}", "linux.personality: flags");
        refused(PLAIN, "\"personality\": {\"domain\": \"X\"}", "linux.personality: unknown domain X");
    }

    @Test
    void theClocksOfATimeNamespaceAreSetApart() throws IOException {
        bundle.config(
                PLAIN,
                "\"timeOffsets\": {\"boottime\": {\"secs\": 10000000, \"nanosecs\": 5}, \"monotonic\": {\"secs\": 7}},",
                "cat",
                "/proc/uptime",
                "/proc/self/timens_offsets");
        bundle.insert("{\"type\": \"pid\"}", "{\"type\": \"time\"}, ");
        String[] shown = bundle.run("run", "s").succeeds().out().split("\\s+");
        assertThat(Double.parseDouble(shown[0])).isGreaterThan(10_000_000);
        assertThat(shown).containsSubsequence("monotonic", "7", "0", "boottime", "10000000", "5");
        refused(
                PLAIN,
                "\"timeOffsets\": {\"boottime\": {\"secs\": 1}}",
                "linux.timeOffsets: without a new time namespace");
    }

    @Test
    void namespacesAreJoinedByPath() throws IOException {
        bundle.config(PLAIN, maps(0) + ",", "sleep", "100");
        bundle.insert("{\"type\": \"pid\"}", "{\"type\": \"user\"}, {\"type\": \"time\"}, ");
        bundle.run("create", "first").succeeds();
        bundle.run("start", "first").succeeds();
        bundle.awaitProgram("first", "sleep 100");
        String pid = bundle.run("state", "first").out().replaceAll("(?s).*\"pid\": ([0-9]+).*", "$1");
        List<String> names = List.of("user", "ipc", "uts", "net", "time", "pid");
        bundle.runs("sh", "-c", "for n in " + String.join(" ", names) + "; do readlink /proc/self/ns/$n; done");
        bundle.edit(text -> text.replaceAll("\"namespaces\": \\[[^\\]]*\\]", "\"namespaces\": [" + joined(pid) + "]"));
        String expected = names.stream().map(name -> link(pid, name) + "\n").reduce("", String::concat);
        assertThat(bundle.run("run", "s").succeeds().out()).isEqualTo(expected);
        assertThat(bundle.run("exec", "first", "sh", "-c", "readlink /proc/self/ns/user")
                        .line())
                .isEqualTo(link(pid, "user"));
    }

    private static String joined(String pid) {
        StringBuilder all = new StringBuilder("{\"type\": \"mount\"}");
        List<String> kinds = List.of("user", "ipc", "uts", "network", "time", "pid");
        for (String kind : kinds) {
            String file = kind.equals("network") ? "net" : kind;
            all.append(", {\"type\": \"" + kind + "\", \"path\": \"/proc/" + pid + "/ns/" + file + "\"}");
        }
        return all.toString();
    }

    private static String link(String pid, String name) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/" + name))
                    .toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPathOfAnotherTypeOrOfNothingIsAnError() throws IOException {
        bundle.config(PLAIN, "", "true")
                .edit(text -> text.replace(
                        "{\"type\": \"network\"}", "{\"type\": \"network\", \"path\": \"/proc/self/ns/uts\"}"));
        refused("joining the network namespace: invalid argument");
        bundle.config(PLAIN, "", "true")
                .edit(text ->
                        text.replace("{\"type\": \"network\"}", "{\"type\": \"network\", \"path\": \"/nowhere\"}"));
        refused("open /nowhere: no such file or directory");
        bundle.config(PLAIN, "", "true").insert("{\"type\": \"pid\"}", "{\"type\": \"pid\"}, ");
        refused("linux.namespaces: pid is there twice");
        bundle.config(PLAIN, "", "true").insert("{\"type\": \"pid\"}", "{\"type\": \"taste\"}, ");
        refused("linux.namespaces: unknown type taste");
    }

    @Test
    void theRootSpreadsMountsAsAsked() throws IOException {
        String look = "head -1 /proc/self/mountinfo";
        assertThat(out(PLAIN, "\"rootfsPropagation\": \"shared\"", look)).contains(" shared:");
        assertThat(out(PLAIN, "\"rootfsPropagation\": \"unbindable\"", look)).contains(" unbindable ");
        assertThat(out(PLAIN, "\"rootfsPropagation\": \"private\"", look)).doesNotContain("shared:", "master:");
        refused(PLAIN, "\"rootfsPropagation\": \"x\"", "rootfsPropagation=x is not supported");
    }

    /** Fields of proc_pid_stat(5), after the name: nice is the 17th, the policy the 39th. */
    @Test
    void schedulerAndPrioritiesAreAsAsked() throws IOException {
        String stat = out(
                PLAIN + ", \"scheduler\": {\"policy\": \"SCHED_BATCH\", \"nice\": 5},"
                        + " \"ioPriority\": {\"class\": \"IOPRIO_CLASS_IDLE\", \"priority\": 3}",
                "",
                "cat /proc/self/stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        assertThat(fields[16]).isEqualTo("5");
        assertThat(fields[38]).isEqualTo("3");
        refused(PLAIN + ", \"scheduler\": {\"policy\": \"SCHED_X\"}", "", "process.scheduler: unknown name SCHED_X");
        refused(
                PLAIN + ", \"ioPriority\": {\"class\": \"IOPRIO_CLASS_BE\", \"priority\": 9}",
                "",
                "process.ioPriority.priority: 9 is not in 0..7");
    }

    @Test
    void memoryComesFromTheNodesThatThePolicyNames() throws IOException {
        assertThat(out(
                        PLAIN,
                        "\"memoryPolicy\": {\"mode\": \"MPOL_BIND\", \"nodes\": \"0\"}",
                        "head -1 /proc/self/numa_maps"))
                .contains(" bind:0 ");
        refused(PLAIN, "\"memoryPolicy\": {\"mode\": \"MPOL_BIND\", \"nodes\": \"77\"}", "linux.memoryPolicy: ");
        refused(PLAIN, "\"memoryPolicy\": {\"mode\": \"X\"}", "linux.memoryPolicy: unknown name X");
    }

    @Test
    void anExecdProcessHasTheCpusThatItsAffinityNames() throws IOException {
        bundle.config(PLAIN + ", \"execCPUAffinity\": {\"initial\": \"0\", \"final\": \"1\"}", "", "sleep", "100");
        bundle.run("create", "s").succeeds();
        bundle.run("start", "s").succeeds();
        assertThat(bundle.run("exec", "s", "grep", "Cpus_allowed_list", "/proc/self/status")
                        .line())
                .endsWith("\t1");
        assertThat(bundle.run("exec", "s", "grep", "Cpus_allowed_list", "/proc/1/status")
                        .line())
                .doesNotEndWith("\t1");
    }

    @Test
    void aDeviceRuleMayNameAllMinorNumbers() throws IOException {
        String rules = "\"resources\": {\"devices\": [{\"allow\": false, \"access\": \"rwm\"},"
                + " {\"allow\": true, \"type\": \"c\", \"major\": 1, \"access\": \"rw\"}]},"
                + "\"devices\": [{\"path\": \"/dev/kmsg2\", \"type\": \"c\", \"major\": 1, \"minor\": 5},"
                + " {\"path\": \"/dev/other\", \"type\": \"c\", \"major\": 10, \"minor\": 237}]";
        assertThat(
                        out(
                                PLAIN,
                                rules,
                                "head -c 1 /dev/kmsg2 >/dev/null && echo read; head -c 1 /dev/other 2>/dev/null || echo refused"))
                .isEqualTo("read\nrefused\n");
    }

    /** A cgroup below another that has processes of its own cannot have the controller. */
    @Test
    void limitsOfHugePagesAreWrittenOrNamed() throws IOException {
        bundle.cgroup("/sampan-huge");
        String limit = "\"resources\": {\"hugepageLimits\": [{\"pageSize\": \"%s\", \"limit\": 4194304}]}";
        Path unified = Path.of("/sys/fs/cgroup/unified/cgroup.controllers");
        boolean known = Files.exists(unified) && Files.readString(unified).contains("hugetlb");
        if (known) {
            bundle.config(PLAIN, limit.formatted("2MB") + ",", "sleep", "100");
            Sampan.Result created = bundle.run("create", "s");
            if (created.code() == 0) {
                assertThat(Path.of("/sys/fs/cgroup/unified/sampan-huge/hugetlb.2MB.max"))
                        .hasContent("4194304");
                bundle.run("delete", "s").succeeds();
            } else {
                assertThat(created.err()).contains("linux.resources: ", "hugetlb.2MB.max");
            }
        }
        refused(PLAIN, limit.formatted("3MB"), known ? "hugetlb.3MB" : "huge");
        refused(PLAIN, limit.formatted("lots"), "invalid huge page size: lots");
    }

    @Test
    void aLimitThatThisHostCannotSetIsAnErrorThatNamesTheProperty() throws IOException {
        refused(PLAIN, "\"resources\": {\"unified\": {\"nosuch.key\": \"1\"}}", "linux.resources: ");
        refused(PLAIN, "\"resources\": {\"cpu\": {\"cpus\": \"900\"}}", "linux.resources: ");
        refused(PLAIN, "\"resources\": {\"rdma\": {\"none0\": {\"hcaHandles\": 3}}}", "linux.resources: ");
        if (!Files.exists(Path.of("/sys/fs/cgroup/net_cls"))) {
            refused(PLAIN, "\"resources\": {\"network\": {\"classID\": 1048577}}", "linux.resources: ");
        }
        if (!Files.exists(Path.of("/sys/fs/resctrl/tasks"))) {
            refused(
                    PLAIN,
                    "\"intelRdt\": {\"closID\": \"x\"}",
                    "linux.intelRdt: there is no mounted resctrl file system");
        }
    }
}
