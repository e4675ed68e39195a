package sampan.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Namespace;
import sampan.oci.spec.Rlimit;
import sampan.oci.spec.Spec;

/** One clear sentence, and Docker's exit code, for everything that cannot be. */
final class FailureTest extends RootfsTest {
    @BeforeEach
    void prepare() throws IOException {
        Files.writeString(root.resolve("bin/plain"), "text\n");
        script("bin/orphan", "#!/no/such/interpreter\n");
        script("bin/garbage", "\u0001garbage\n");
        Files.createDirectories(root.resolve("bin/folder"));
    }

    private void script(String name, String content) throws IOException {
        Files.writeString(root.resolve(name), content);
        root.resolve(name).toFile().setExecutable(true, false);
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nosuch        | 127 | exec: \"nosuch\": executable file not found in $PATH",
                "``            | 127 | exec: \"\": executable file not found in $PATH",
                "plain         | 127 | exec: \"plain\": executable file not found in $PATH",
                "folder        | 127 | exec: \"folder\": executable file not found in $PATH",
                "/nosuch       | 127 | exec: \"/nosuch\": stat /nosuch: no such file or directory",
                "/nosuch/x     | 127 | exec: \"/nosuch/x\": stat /nosuch/x: no such file or directory",
                "./nosuch      | 127 | exec: \"./nosuch\": stat ./nosuch: no such file or directory",
                "/bin/plain/x  | 127 | exec: \"/bin/plain/x\": stat /bin/plain/x: not a directory",
                "/bin/plain    | 126 | exec: \"/bin/plain\": permission denied",
                "bin/plain     | 126 | exec: \"bin/plain\": permission denied",
                "/bin          | 126 | exec: \"/bin\": permission denied",
                "orphan        | 127 | exec /bin/orphan: no such file or directory (its interpreter is missing)",
                "/bin/orphan   | 127 | exec /bin/orphan: no such file or directory (its interpreter is missing)",
                "garbage       | 126 | exec /bin/garbage: exec format error",
                "/bin/garbage  | 126 | exec /bin/garbage: exec format error",
            })
    void aProgramThatCannotRun(String program, int code, String sentence) throws Exception {
        Outcome outcome = new Launcher().run(request(Specs.docker(program)));
        assertThat(outcome.message()).isEqualTo(sentence);
        assertThat(outcome.failure().orElseThrow().exitCode()).isEqualTo(code);
    }

    @Test
    void aFolderOnAFileAndAFileOnAFolder() throws Exception {
        String data = Files.createDirectories(folder.resolve("data")).toString();
        String file = Files.writeString(folder.resolve("file"), "x").toString();
        Outcome onFile =
                new Launcher().run(request(Specs.mount(Specs.shell("true"), Mount.bind(data, "/bin/plain", "rbind"))));
        assertThat(onFile.message())
                .startsWith("error mounting \"" + data + "\" to rootfs at \"/bin/plain\": ")
                .contains(": not a directory: Are you trying to mount a directory onto a file (or vice-versa)?");
        Outcome onFolder = new Launcher()
                .run(request(Specs.mount(Specs.shell("true"), Mount.bind(file, "/bin/folder", "bind")))
                        .withFileSources(Set.of(file)));
        assertThat(onFolder.message())
                .startsWith("error mounting \"" + file + "\" to rootfs at \"/bin/folder\": ")
                .contains(": not a directory: Are you trying to mount a directory onto a file (or vice-versa)?");
    }

    @Test
    void aFileSystemThatIsNotThereOrAnOptionItDoesNotKnow() throws Exception {
        assertThat(new Launcher()
                        .run(request(Specs.mount(Specs.shell("true"), Mount.of("/x", "nosuchfs", "s"))))
                        .message())
                .isEqualTo(
                        "error mounting \"s\" to rootfs at \"/x\": fsopen(\"nosuchfs\", FSOPEN_CLOEXEC): no such device");
        assertThat(new Launcher()
                        .run(request(Specs.mount(Specs.shell("true"), Mount.of("/x", "tmpfs", "t", "nonsense=1"))))
                        .message())
                .startsWith("error mounting \"t\" to rootfs at \"/x\": fsconfig(")
                .endsWith(": invalid argument");
    }

    @Test
    void aRootThatIsNotThere() throws Exception {
        LaunchRequest request = LaunchRequest.of(
                "test", Specs.shell("true"), new Rootfs.DirectoryRoot(folder + "/nosuch", false), host);
        assertThat(new Launcher().run(request).message())
                .isEqualTo("open " + folder + "/nosuch: no such file or directory");
    }

    @Test
    void aLimitAboveWhatRootMaySet() throws Exception {
        Spec spec = Specs.process(
                Specs.shell("true"),
                process -> process.rlimits(List.of(new Rlimit("RLIMIT_NOFILE", 1L << 40, 1L << 40))));
        assertThat(new Launcher().run(request(spec)).message())
                .isEqualTo(
                        "error setting rlimits for ready process: error setting rlimit type 7: operation not permitted");
    }

    @Test
    void whatTheSpecificationMustNotSay() {
        refused(
                Specs.without(Specs.shell("x"), "mount"),
                "unable to restrict sys entries without a private MNT namespace");
        refused(Specs.namespace(Specs.shell("x"), Namespace.fresh("sheep")), "linux.namespaces: unknown type sheep");
        refused(Specs.shell("x").withProcess(null), "process: missing");
        refused(Specs.process(Specs.shell("x"), p -> p.args(List.of())), "args must not be empty");
        for (List<String> env : List.of(List.of("A=\0"), List.of("\0"))) { // CVE-2026-57231
            refused(Specs.process(Specs.shell("x"), p -> p.env(env)), "args and env must not contain a NUL");
        }
        refused(Specs.docker("sh", "a\0b"), "args and env must not contain a NUL");
        refused(Specs.process(Specs.shell("x"), p -> p.cwd("relative")), "Cwd must be an absolute path");
        refused(Specs.process(Specs.shell("x"), p -> p.oomScoreAdj(1001)), "process.oomScoreAdj: 1001 is not in");
        refused(
                Specs.process(Specs.shell("x"), p -> p.rlimits(List.of(new Rlimit("RLIMIT_X", 1, 1)))),
                "process.rlimits: unknown type RLIMIT_X");
        refused(
                Specs.process(Specs.shell("x"), p -> p.rlimits(List.of(new Rlimit("RLIMIT_CPU", 2, 1)))),
                "soft limit above the hard one");
        refused(
                Specs.process(Specs.shell("x"), p -> p.apparmorProfile("docker-default")),
                "process.apparmorProfile docker-default is specified, but apparmor is not enabled on this host");
        refused(Specs.mount(Specs.shell("x"), Mount.bind("/etc", "/", "bind")), "the destination cannot be '/'");
        refused(Specs.mount(Specs.shell("x"), Mount.of("/x/../..", "tmpfs", "t")), "the destination cannot be '/'");
        refused(Specs.linux(Specs.shell("x"), l -> l.rootfsPropagation("sideways")), "rootfsPropagation=sideways");
        refused(Specs.shell("x").withHostname("h".repeat(65)), "hostname: longer than 64 bytes");
        refused(Specs.without(Specs.shell("x"), "uts"), "unable to set hostname without a private UTS namespace");
    }

    // CVE-2022-0811, CVE-2022-0532, GHSA-w2j5
    @Test
    void sysctlsOfTheHostAndNamesThatAreNone() {
        for (String name : List.of(
                "kernel.core_pattern",
                "kernel.panic",
                "vm.swappiness",
                "kernel.shmmax+",
                "net.ipv4/../../kernel/core_pattern",
                "net...x",
                "net//x",
                "/net/x",
                "net.x\n",
                "../kernel/core_pattern",
                "net/../kernel/core_pattern",
                "kernel.hostname",
                "",
                ".")) {
            assertThatThrownBy(() -> LaunchCompiler.compile(
                            request(Specs.linux(Specs.shell("x"), l -> l.sysctl(Map.of(name, "1"))))))
                    .as(name)
                    .isInstanceOf(InvalidSpecException.class);
        }
        for (String type : List.of("network", "ipc")) {
            Spec spec = Specs.linux(
                    Specs.shell("x"),
                    l -> l.sysctl(Map.of(type.equals("ipc") ? "kernel.sem" : "net.core.somaxconn", "1")));
            refused(Specs.without(spec, type), "is not allowed in the hosts " + type + " namespace");
        }
    }

    private void refused(Spec spec, String sentence) {
        assertThatThrownBy(() -> LaunchCompiler.compile(request(spec)))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining(sentence);
    }
}
