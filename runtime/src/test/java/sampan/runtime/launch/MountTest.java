package sampan.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sampan.kernel.cgroup.CgroupHost;
import sampan.oci.spec.ConsoleSize;
import sampan.oci.spec.IdMapping;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Spec;

/** Id-mapped mounts, cgroups as they are seen from inside, terminals. */
final class MountTest extends RootfsTest {
    @Test
    void anIdMappedMountShowsOtherOwners() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("of-root"), "");
        List<IdMapping> ids = List.of(new IdMapping(0, 5000, 10));
        Mount mount = new Mount("/data", "bind", data.toString(), List.of("rbind", "ridmap"), ids, ids);
        Outcome outcome = new Launcher()
                .run(request(Specs.mount(Specs.shell("stat -c %u:%g /data/of-root; touch /data/new 2>&1"), mount)));
        assertThat(outcome.out()).as(outcome.message()).startsWith("5000:5000\n");
    }

    @Test
    void joinsCgroupsAndShowsThemAsRoots() throws Exception {
        CgroupHost cgroups = CgroupHost.detect();
        org.junit.jupiter.api.Assumptions.assumeTrue(cgroups.v1().containsKey("pids"), "needs cgroup version 1");
        String name = "sampan-test-" + ProcessHandle.current().pid();
        Path pids = cgroups.v1().get("pids").resolve(name);
        Path freezer = cgroups.v1().get("freezer").resolve(name);
        List<Path> made = Stream.concat(
                        Stream.of(pids, freezer), cgroups.unified().stream().map(u -> u.resolve(name)))
                .toList();
        for (Path directory : made) {
            Files.createDirectory(directory);
        }
        try {
            look(name, pids, freezer, cgroups);
        } finally {
            for (Path directory : made) {
                removed(directory);
            }
        }
    }

    private static Cgroups joined(String name, Path pids, Path freezer, CgroupHost cgroups) {
        return new Cgroups(
                List.of(
                        pids.resolve("tasks").toString(),
                        freezer.resolve("tasks").toString()),
                cgroups.unified().map(unified -> unified.resolve(name).toString()),
                Optional.empty(),
                Stream.concat(
                                Stream.of(
                                        new Cgroups.Hierarchy("pids", "pids", pids.toString()),
                                        new Cgroups.Hierarchy("freezer", "freezer", freezer.toString())),
                                cgroups.unified().stream()
                                        .map(u -> new Cgroups.Hierarchy(
                                                "", "unified", u.resolve(name).toString())))
                        .toList(),
                List.of());
    }

    private void look(String name, Path pids, Path freezer, CgroupHost cgroups) throws Exception {
        Cgroups joined = joined(name, pids, freezer, cgroups);
        Spec spec = Specs.mount(
                Specs.shell("grep -E 'pids|freezer|^0:' /proc/self/cgroup | sed 's/^[0-9]*://' | sort; "
                        + "ls /sys/fs/cgroup; cat /sys/fs/cgroup/pids/tasks | head -1; "
                        + "(mkdir /sys/fs/cgroup/pids/x || mkdir /sys/fs/cgroup/x) 2>&1 | grep -c Read-only"),
                Mount.of("/sys/fs/cgroup", "cgroup", "cgroup", "ro", "nosuid", "noexec", "nodev"));
        String folders = cgroups.unified().isPresent() ? "freezer\npids\nunified\n" : "freezer\npids\n";
        Outcome own = new Launcher().run(request(spec).withCgroups(joined));
        assertThat(own.out())
                .as(own.message() + own.err())
                .isEqualTo((cgroups.unified().isPresent() ? ":/\n" : "") + "freezer:/\npids:/\n" + folders + "1\n2\n");
        Outcome hosts =
                new Launcher().run(request(Specs.without(spec, "cgroup")).withCgroups(joined));
        assertThat(hosts.out())
                .as(hosts.message() + hosts.err())
                .isEqualTo((cgroups.unified().isPresent() ? ":/" + name + "\n" : "") + "freezer:/" + name + "\npids:/"
                        + name + "\n" + folders + "1\n2\n");
    }

    /** The last process may still be on its way out. */
    private static void removed(Path cgroup) throws IOException, InterruptedException {
        for (int i = 0; i < 1000; i++) {
            try {
                Files.delete(cgroup);
                return;
            } catch (java.nio.file.FileSystemException busy) {
                Thread.sleep(10);
            }
        }
        Files.delete(cgroup);
    }

    @Test
    void theTerminalIsItsOwnAndItsConsole() throws Exception {
        Spec spec = Specs.process(
                Specs.shell("tty; stat -c %t,%T /dev/console; stty size; "
                        + "for n in 0 1 2; do readlink /proc/self/fd/$n; done; echo typed >/dev/tty"),
                process -> process.terminal(true).consoleSize(new ConsoleSize(33, 99)));
        Outcome outcome = new Launcher().run(request(spec));
        assertThat(outcome.out().replace("\r", ""))
                .as(outcome.message())
                .contains("/dev/pts/0\n88,0\n33 99\n")
                .contains("/dev/pts/0\n/dev/pts/0\n/dev/pts/0\ntyped\n");
    }

    @Test
    void propagationIsAsAsked() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Spec spec = Specs.linux(
                Specs.mount(
                        Specs.shell(
                                "awk '$5 ~ \"^/[psu]?$\" {print $5, $7}' /proc/self/mountinfo | sed 's/:.*//' | sort"),
                        Mount.bind(data.toString(), "/p", "bind", "private"),
                        Mount.bind(data.toString(), "/s", "bind", "rshared"),
                        Mount.bind(data.toString(), "/u", "bind", "unbindable")),
                linux -> linux.rootfsPropagation("shared"));
        Outcome outcome = new Launcher().run(request(spec));
        assertThat(outcome.out()).as(outcome.message()).isEqualTo("/ shared\n/p -\n/s shared\n/u unbindable\n");
    }
}
