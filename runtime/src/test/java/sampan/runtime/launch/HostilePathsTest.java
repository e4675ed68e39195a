package sampan.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.kernel.Fd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Rename;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Spec;

/** Images that are made to lead the launch program out of the root file system; a folder beside it must stay as it is. */
final class HostilePathsTest extends RootfsTest {
    private Path canary;
    private String before;

    @BeforeEach
    void prepare() throws IOException {
        canary = Files.createDirectories(folder.resolve("canary"));
        Files.createDirectories(canary.resolve("pts"));
        Files.writeString(canary.resolve("file"), "untouched");
        Files.writeString(canary.resolve("ptmx"), "untouched");
        Files.writeString(canary.resolve("null"), "untouched");
        before = look();
    }

    private String look() throws IOException {
        StringBuilder all = new StringBuilder(Files.readString(Path.of("/proc/self/mountinfo")));
        try (Stream<Path> paths = Files.walk(canary)) {
            for (Path path : paths.sorted().toList()) {
                all.append(path)
                        .append(' ')
                        .append(Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS))
                        .append('\n');
            }
        }
        return all.append(Files.readString(Path.of("/proc/sys/kernel/core_pattern")))
                .toString();
    }

    private void link(String name, String target) throws IOException, InterruptedException {
        new ProcessBuilder("rm", "-rf", root.resolve(name).toString()).start().waitFor();
        Files.createSymbolicLink(root.resolve(name), Path.of(target));
    }

    @Override
    Outcome run(Spec spec) throws IOException, InterruptedException {
        return run(LaunchRequest.of("test", spec, new Rootfs.DirectoryRoot(root.toString(), false), host));
    }

    private Outcome run(LaunchRequest request) throws IOException, InterruptedException {
        Outcome outcome = new Launcher().run(request);
        assertThat(look()).as(outcome.message()).isEqualTo(before);
        return outcome;
    }

    /** All the ways of a link out of the root: absolute, relative, by magic, into nothing. */
    private List<String> ways() {
        return List.of(
                canary.toString(),
                "../canary",
                "../../../../../../../../../.." + canary,
                "/proc/self/root" + canary,
                "/proc/self/cwd",
                "/proc/1/root" + canary,
                "/proc/self/fd/4",
                "/nowhere/at/all",
                ".",
                "loop");
    }

    // CVE-2026-41579, CVE-2026-47766, CVE-2015-3627, CVE-2026-48749
    @ParameterizedTest
    @ValueSource(strings = {"dev", "etc", "run"})
    void aFolderOfTheImageIsALink(String name) throws Exception {
        for (String way : ways()) {
            link(name, way);
            run(Specs.mount(Specs.shell("true"), Mount.of("/" + name + "/sub", "tmpfs", "tmpfs")));
        }
    }

    // CVE-2019-19921, CVE-2023-27561, CVE-2023-28642
    @ParameterizedTest
    @ValueSource(strings = {"proc", "sys"})
    void procAndSysMustBeFolders(String name) throws Exception {
        for (String way : ways()) {
            link(name, way);
            Outcome outcome = run(Specs.shell("true"));
            // A link that leads nowhere is replaced; any other is refused.
            if (!way.contains("nowhere") && !way.contains("proc") && !way.contains("canary")) {
                assertThat(outcome.failure()).as(way).isPresent();
            }
        }
        new ProcessBuilder("rm", "-rf", root.resolve(name).toString()).start().waitFor();
        Files.writeString(root.resolve(name), "a file");
        assertThat(run(Specs.shell("true")).message())
                .startsWith("error mounting \"")
                .endsWith("not a directory");
    }

    // CVE-2019-16884, CVE-2015-3630
    @Test
    void nothingIsMountedOverProc() {
        for (String destination :
                List.of("/proc", "/proc/self/attr", "/proc/sys", "/x/../proc/self", "//proc//1", "/proc/.")) {
            assertThatThrownBy(() -> LaunchCompiler.compile(LaunchRequest.of(
                            "test",
                            Specs.mount(Specs.shell("true"), Mount.bind(canary.toString(), destination, "bind")),
                            new Rootfs.DirectoryRoot(root.toString(), false),
                            host)))
                    .as(destination)
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("cannot be mounted because it is");
        }
        assertThat(LaunchCompiler.compile(LaunchRequest.of(
                                "test",
                                Specs.mount(Specs.shell("true"), Mount.bind("/x", "/proc/meminfo", "bind")),
                                new Rootfs.DirectoryRoot(root.toString(), false),
                                host))
                        .ops())
                .isNotEmpty();
    }

    // CVE-2019-16884, by way of a link of the image
    @Test
    void noLinkLeadsAMountIntoProc() throws Exception {
        for (String way : List.of("/proc", "proc/self", "/proc/sys/kernel", "tmp/../proc/1")) {
            link("target", way);
            for (Mount mount : List.of(
                    Mount.bind(canary.toString(), "/target", "rbind", "rprivate"),
                    Mount.of("/target", "tmpfs", "tmpfs"))) {
                assertThat(run(Specs.mount(Specs.shell("true"), mount)).message())
                        .isEqualTo("\"/target\" cannot be mounted because it leads to a place inside /proc");
            }
        }
    }

    // A procfs that somebody asked for is no business of CVE-2019-16884's.
    @Test
    void anotherProcMayBeCovered() throws Exception {
        Files.createDirectories(root.resolve("host"));
        Outcome outcome = run(Specs.mount(
                Specs.shell("grep -c ' /host/proc' /proc/self/mountinfo"),
                Mount.bind("/proc", "/host/proc", "bind", "rprivate"),
                Mount.of("/host/proc/sys", "tmpfs", "tmpfs")));
        assertThat(outcome.out()).as(outcome.message()).isEqualTo("2\n");
    }

    @Test
    void aLinkInSomebodyElsesFolderIsLeftAsItIs() throws Exception {
        Path link = Files.createSymbolicLink(canary.resolve("current"), Path.of("releases/none"));
        before = look();
        Path file = Files.writeString(folder.resolve("source"), "bound");
        link("way", "/data");
        Mount data = Mount.bind(canary.toString(), "/data", "rbind", "rprivate");
        for (Mount mount : List.of(
                Mount.of("/data/current", "tmpfs", "tmpfs"),
                Mount.of("/data/current/deep", "tmpfs", "tmpfs"),
                Mount.of("/way/current", "tmpfs", "tmpfs"),
                Mount.bind(file.toString(), "/data/current", "bind", "rprivate"))) {
            Spec spec = Specs.mount(Specs.shell("true"), data, mount);
            Outcome outcome = run(LaunchRequest.of("test", spec, new Rootfs.DirectoryRoot(root.toString(), false), host)
                    .withFileSources(Set.of(file.toString())));
            assertThat(outcome.message()).contains("a symbolic link that leads nowhere");
            assertThat(link).isSymbolicLink();
        }
    }

    // CVE-2025-31133: what covers a masked file is the host's /dev/null, whatever the image's is.
    @Test
    void aNullDeviceOfTheImageCoversNothing() throws Exception {
        List<Mount> noDev = Specs.docker().mounts().stream()
                .filter(mount -> !mount.destination().startsWith("/dev"))
                .toList();
        for (String way : List.of(
                "/proc/sysrq-trigger", "/proc/sys/kernel/core_pattern", canary + "/null", "../../canary/null")) {
            link("dev/null", way);
            Outcome outcome = run(Specs.shell("stat -c '%F %t,%T' /proc/keys").withMounts(noDev));
            assertThat(outcome.out()).as(outcome.message()).isEqualTo("character special file 1,3\n");
        }
    }

    // CVE-2019-18837, CVE-2021-30465, CVE-2023-0778: the matrix of links, for folders, files and new file systems.
    @Test
    void mountPointsThatAreLinksStayInside() throws Exception {
        Path file = Files.writeString(folder.resolve("source"), "bound");
        for (String way : ways()) {
            link("target", way);
            for (Mount mount : List.of(
                    Mount.bind(folder.resolve("root/tmp").toString(), "/target", "rbind", "rprivate"),
                    Mount.bind(file.toString(), "/target", "bind", "rprivate"),
                    Mount.of("/target", "tmpfs", "tmpfs"),
                    Mount.of("/target/deeper/still", "tmpfs", "tmpfs"),
                    Mount.bind(file.toString(), "/target/file", "bind", "rprivate"))) {
                link("target", way);
                run(LaunchRequest.of(
                                "test",
                                Specs.mount(Specs.shell("true"), mount),
                                new Rootfs.DirectoryRoot(root.toString(), false),
                                host)
                        .withFileSources(Set.of(file.toString())));
            }
        }
    }

    @Test
    void aLinkThatLeadsNowhereMakesWayForTheMount() throws Exception {
        Path file = Files.writeString(folder.resolve("source"), "nameserver 9.9.9.9\n");
        link("etc/resolv.conf", "../run/systemd/resolve/stub-resolv.conf");
        link("etc/hosts", "../run/hosts");
        Spec spec = Specs.mount(
                Specs.shell("cat /etc/resolv.conf /etc/hosts"),
                Mount.bind(file.toString(), "/etc/resolv.conf", "rbind", "rprivate"),
                Mount.bind(file.toString(), "/etc/hosts", "rbind", "rprivate"));
        Outcome outcome = run(LaunchRequest.of("test", spec, new Rootfs.DirectoryRoot(root.toString(), false), host)
                .withFileSources(Set.of(file.toString())));
        assertThat(outcome.out()).as(outcome.message()).isEqualTo("nameserver 9.9.9.9\n".repeat(2));
    }

    // CVE-2022-23648
    @Test
    void dotsInADestinationStayInside() throws Exception {
        Outcome outcome = run(Specs.mount(
                Specs.shell("mount | grep -c ' /etc '"), Mount.of("/../../../etc/../../etc", "tmpfs", "tmpfs")));
        assertThat(outcome.out()).as(outcome.message()).isEqualTo("1\n");
    }

    // CVE-2026-55686, CVE-2025-52565
    @Test
    void theWorkingDirectoryStaysInside() throws Exception {
        for (String way : ways()) {
            link("a", way);
            Outcome outcome = run(Specs.process(Specs.shell("pwd; ls -di /bin/../"), p -> p.cwd("/a/b")));
            if (outcome.failure().isEmpty()) {
                assertThat(outcome.out()).startsWith("/");
            }
        }
    }

    // CVE-2024-21626
    @Test
    void aDescriptorIsNoWorkingDirectory() throws Exception {
        List<String> got = new ArrayList<>();
        for (int fd : new int[] {0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 16, 20, 24, 32, 64, 100, 101, 255, 1023}) {
            for (String path : List.of("/proc/self/fd/" + fd, "/proc/thread-self/fd/" + fd + "/..", "/proc/1/cwd")) {
                Outcome outcome = run(Specs.process(Specs.shell("pwd -P"), p -> p.cwd(path)));
                if (outcome.failure().isEmpty()) {
                    got.add(path + " -> " + outcome.out().strip());
                }
            }
        }
        // Cleaned as text, ".." leads to the folder of descriptors itself, which is inside.
        assertThat(got).allMatch(line -> line.endsWith("/fd"));
    }

    // CVE-2016-9962, CVE-2016-8649, CVE-2024-21626
    @Test
    void noDescriptorReachesTheProgram() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Spec spec = Specs.mount(
                Specs.shell("ls -l /proc/self/fd | grep -v -e pipe: -e /dev/null -e total -e '/proc/.*/fd' | wc -l; "
                        + "ls /proc/1/fd | sort -n | tr '\\n' ' ' 2>/dev/null || ls /proc/1/fd | sort -n"),
                Mount.bind(data.toString(), "/data", "bind"));
        assertThat(run(spec).out().lines().findFirst()).contains("1");
    }

    @Test
    void aFifoWhereAFileIsExpectedDoesNotStopTheLaunch() throws Exception {
        for (String name : List.of("dev/console", "etc/hosts", "target")) {
            new ProcessBuilder("rm", "-rf", root.resolve(name).toString())
                    .start()
                    .waitFor();
            new ProcessBuilder("mkfifo", root.resolve(name).toString()).start().waitFor();
        }
        Path file = Files.writeString(folder.resolve("source"), "bound\n");
        Spec spec = Specs.mount(
                Specs.shell("cat /etc/hosts /target"),
                Mount.bind(file.toString(), "/etc/hosts", "bind"),
                Mount.bind(file.toString(), "/target", "bind"));
        Outcome outcome = run(LaunchRequest.of("test", spec, new Rootfs.DirectoryRoot(root.toString(), false), host)
                .withFileSources(Set.of(file.toString())));
        assertThat(outcome.out()).as(outcome.message()).isEqualTo("bound\nbound\n");
    }

    // CVE-2021-30465, CVE-2024-45310, CVE-2025-52565: another container exchanges a folder for a link all the time.
    @Test
    void aFolderThatIsExchangedForALinkLeadsNowhere() throws Exception {
        Path file = Files.writeString(folder.resolve("source"), "bound");
        Files.createDirectories(root.resolve("target/pts"));
        link("link", canary.toString());
        AtomicBoolean stop = new AtomicBoolean();
        Thread attacker = Thread.ofPlatform().start(() -> exchange(stop));
        try {
            for (int i = 0; i < 60; i++) {
                attacked(i, file);
            }
        } finally {
            stop.set(true);
            attacker.join();
        }
    }

    private void attacked(int i, Path file) throws IOException, InterruptedException {
        run(LaunchRequest.of(
                        "test",
                        Specs.process(
                                Specs.mount(
                                        Specs.shell("true"),
                                        Mount.of("/target", "tmpfs", "tmpfs"),
                                        Mount.of("/link/made" + i, "tmpfs", "tmpfs"),
                                        Mount.bind(file.toString(), "/target/file" + i, "bind"),
                                        Mount.bind(file.toString(), "/link/deep/file" + i, "bind")),
                                p -> p.cwd("/link/work" + i)),
                        new Rootfs.DirectoryRoot(root.toString(), false),
                        host)
                .withFileSources(Set.of(file.toString())));
    }

    private void exchange(AtomicBoolean stop) {
        try (Fd directory = Open.open(root, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY)) {
            byte[] target = "target".getBytes(StandardCharsets.US_ASCII);
            byte[] link = "link".getBytes(StandardCharsets.US_ASCII);
            while (!stop.get()) {
                Rename.exchange(directory, target, directory, link);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
