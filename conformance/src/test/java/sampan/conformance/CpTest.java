package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code cp}: where things go, whose they are, and what is said when it cannot be. */
final class CpTest extends EngineTest {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void fill() throws IOException {
        Files.writeString(folder.resolve("f"), "from the host");
        Files.createDirectories(folder.resolve("d/sub"));
        Files.writeString(folder.resolve("d/one"), "1");
        Files.writeString(folder.resolve("d/sub/two"), "2");
        Files.createSymbolicLink(folder.resolve("d/link"), Path.of("one"));
        sampan().run("create", "--name", "box", BUSYBOX, "sleep", "600").succeeds();
    }

    @AfterEach
    void remove() {
        sampan().run("rm", "-f", "-v", "box").succeeds();
    }

    private String host(String name) {
        return folder.resolve(name).toString();
    }

    private Sampan.Result cp(String... arguments) {
        return sampan().run(
                        Stream.concat(Stream.of("cp"), Arrays.stream(arguments)).toArray(String[]::new));
    }

    private String inside(String line) {
        return sampan().run("exec", "box", "sh", "-c", line).succeeds().line();
    }

    @Test
    void tellsHowItIsUsed() {
        assertThat(cp("--help").succeeds().out())
                .contains("Usage:  sampan cp [OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-")
                .contains("-a, --archive", "-L, --follow-link", "-q, --quiet", "sampan container cp, sampan cp");
        assertThat(cp("a").err()).contains("requires 2 arguments");
    }

    @Test
    void aFileGoesInAndOutOfAContainerThatNeverRan() throws IOException {
        assertThat(cp(host("f"), "box:/etc/here").succeeds().err()).isEmpty();
        cp("box:/etc/here", host("back")).succeeds();
        assertThat(folder.resolve("back")).hasContent("from the host");
        sampan().run("start", "box").succeeds();
        assertThat(inside("cat /etc/here")).isEqualTo("from the host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"created", "running", "stopped"})
    void foldersGoWhereDockerPutsThem(String state) throws IOException {
        if (!state.equals("created")) {
            sampan().run("start", "box").succeeds();
        }
        if (state.equals("stopped")) {
            sampan().run("kill", "box").succeeds();
            sampan().run("wait", "box").succeeds();
        }
        cp(host("d"), "box:/new").succeeds();
        cp(host("d"), "box:/new").succeeds();
        cp(host("d/."), "box:/mnt").succeeds();
        cp(host("d/sub/"), "box:/opt/").succeeds();
        cp("box:/new", host("whole")).succeeds();
        cp("box:/mnt/.", host("")).succeeds();
        assertThat(folder.resolve("whole/one")).hasContent("1");
        assertThat(folder.resolve("whole/d/sub/two")).hasContent("2");
        assertThat(folder.resolve("sub/two")).hasContent("2");
        assertThat(Files.readSymbolicLink(folder.resolve("whole/link"))).hasToString("one");
        cp("box:/opt/sub/two", host("two")).succeeds();
        assertThat(folder.resolve("two")).hasContent("2");
    }

    @Test
    void ownersAndModesAreKeptOnTheWayInAndTheCallersOnTheWayOut() throws IOException {
        Path file = folder.resolve("f");
        Files.setAttribute(file, "unix:uid", 1234);
        Files.setAttribute(file, "unix:gid", 5678);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
        sampan().run("start", "box").succeeds();
        cp(host("f"), "box:/f").succeeds();
        assertThat(inside("stat -c '%u %g %a' /f")).isEqualTo("1234 5678 751");
        cp("box:/f", host("out")).succeeds();
        assertThat(Files.getAttribute(folder.resolve("out"), "unix:uid")).isEqualTo(0);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("out"))))
                .isEqualTo("rwxr-x--x");
        assertThat(Files.getLastModifiedTime(folder.resolve("out")).toMillis() / 1000)
                .isEqualTo(Files.getLastModifiedTime(file).toMillis() / 1000);
    }

    @Test
    void withArchiveEverythingBelongsToTheContainersUser() {
        String id = sampan().run("run", "-d", "--user", "77:88", BUSYBOX, "sleep", "600")
                .succeeds()
                .line();
        cp("-a", host("d"), id + ":/tmp").succeeds();
        assertThat(sampan().run("exec", id, "stat", "-c", "%u %g", "/tmp/d", "/tmp/d/sub/two")
                        .line())
                .isEqualTo("77 88\n77 88");
        sampan().run("rm", "-f", id).succeeds();
    }

    @Test
    void aLinkIsCopiedAsALinkUnlessItIsToBeFollowed() throws IOException {
        sampan().run("start", "box").succeeds();
        inside("ln -s /etc/hostname /tmp/name; ln -s /etc /tmp/folder; ln -s /tmp/later /tmp/nowhere");
        cp("box:/tmp/name", host("link")).succeeds();
        cp("-L", "box:/tmp/name", host("")).succeeds();
        assertThat(Files.readSymbolicLink(folder.resolve("link"))).hasToString("/etc/hostname");
        assertThat(folder.resolve("name")).isRegularFile();
        cp("box:/tmp/folder/.", host("etc")).succeeds();
        assertThat(folder.resolve("etc/passwd")).isRegularFile();
        cp(host("f"), "box:/tmp/nowhere").succeeds();
        assertThat(inside("cat /tmp/later; readlink /tmp/nowhere")).isEqualTo("from the host/tmp/later");
        Files.createSymbolicLink(folder.resolve("to-d"), Path.of("d"));
        cp("-L", host("to-d"), "box:/opt").succeeds();
        cp(host("to-d"), "box:/srv").succeeds();
        assertThat(inside("cat /opt/to-d/sub/two; readlink /srv/to-d")).isEqualTo("2d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "box:/nope | . | Error response from daemon: Could not find the file /nope in container box",
                "HOST/nope | box:/ | lstat HOST/nope: no such file or directory",
                "HOST/f | box:/nodir/x | Error response from daemon: Could not find the file /nodir in container box",
                "HOST/f | box:/nodir/ | no such directory",
                "HOST/d | box:/etc/passwd | cannot copy directory",
                "box:/etc | HOST/f | cannot copy directory",
                "HOST/f | nobox:/x | Error response from daemon: No such container: nobox",
                "nobox:/x | HOST | Error response from daemon: No such container: nobox",
                "a | b | must specify at least one container source",
                "box:/a | box:/b | copying between containers is not supported",
                "'' | box:/ | source can not be empty",
                "box:/etc | '' | destination can not be empty",
                "box:/etc/passwd | /nodir/x | invalid output path: directory \"/nodir\" does not exist",
                "box:/etc/passwd | HOST/new/ | no such directory",
                "- | box:/etc/passwd | destination \"box:/etc/passwd\" must be a directory",
                "- | box:/nodir | destination \"box:/nodir\" must be a directory",
                "HOST/f | box: | no such directory",
                "box: | . | Error response from daemon: bad parameter: pathcannot be empty",
                "HOST/f/ | box:/tmp | not a directory",
                "box:/etc/passwd | /dev/null | invalid output path: \"/dev/null\" must be a directory or a regular file: got a device",
                "box:/proc/version | HOST | Error response from daemon: Could not find the file /proc/version in container box"
            })
    void saysWhatIsWrongInDockersWords(String source, String target, String sentence) {
        sampan().run("start", "box").succeeds();
        Sampan.Result result = cp(source.replace("HOST", host("")), target.replace("HOST", host("")));
        assertThat(result.err().strip().replace("//", "/")).isEqualTo(sentence.replace("HOST", host("")));
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void aFolderAndAFileDoNotTakeEachOthersPlace() throws IOException {
        sampan().run("start", "box").succeeds();
        cp(host("d"), "box:/new").succeeds();
        Files.createDirectories(folder.resolve("x/one"));
        Files.createDirectories(folder.resolve("y"));
        Files.writeString(folder.resolve("y/sub"), "a file");
        assertThat(cp(host("x/."), "box:/new").err()).contains("cannot overwrite non-directory");
        assertThat(cp(host("y/."), "box:/new").err()).contains("cannot overwrite directory");
        assertThat(inside("cat /new/one /new/sub/two")).isEqualTo("12");
    }

    @Test
    void archivesComeFromStdinAndGoToStdout() throws Exception {
        byte[] tar = HostileTar.empty()
                .directory("t")
                .file("t/a", "in a tar")
                .link("t/l", "a")
                .bytes();
        sampan().runWith(tar, "cp", "-", "box:/opt").succeeds();
        Path archive = folder.resolve("out.tar");
        Process out = sampan().command("cp", "box:/opt/t", "-")
                .redirectOutput(archive.toFile())
                .start();
        assertThat(out.waitFor()).isZero();
        Process list = new ProcessBuilder("tar", "-tf", archive.toString()).start();
        assertThat(new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList())
                .isEqualTo(List.of("t/", "t/a", "t/l"));
    }

    @Test
    void anArchiveThatLiesChangesNothingElse() {
        byte[] tar = HostileTar.empty()
                .file("whole", "whole")
                .file("cut", "x".repeat(5000))
                .bytes();
        Sampan.Result cut = sampan().runWith(Arrays.copyOf(tar, 3000), "cp", "-", "box:/opt");
        assertThat(cut.code()).isEqualTo(1);
        assertThat(cut.err()).contains("Error processing tar file: the tar archive is cut short");
        assertThat(sampan().runWith("garbage".getBytes(StandardCharsets.UTF_8), "cp", "-", "box:/opt")
                        .err())
                .contains("Error processing tar file");
        assertThat(cp("box:/opt/cut", host("")).code()).as("half a file").isEqualTo(1);
        byte[] up = HostileTar.empty().file("../../escaped", "x").bytes();
        assertThat(sampan().runWith(up, "cp", "-", "box:/opt").code()).isEqualTo(1);
        assertThat(cp("box:/escaped", host("")).code()).isEqualTo(1);
    }

    @Test
    void volumesAreCopiedToAndFrom() {
        String id = sampan().run("create", "-v", "cpdata:/data", "-v", host("d") + ":/ro:ro", BUSYBOX, "true")
                .succeeds()
                .line();
        cp(host("f"), id + ":/data/f").succeeds();
        assertThat(sampan().run("run", "--rm", "-v", "cpdata:/v", BUSYBOX, "cat", "/v/f")
                        .line())
                .isEqualTo("from the host");
        assertThat(cp(host("f"), id + ":/ro").err())
                .isEqualTo("Error response from daemon: mounted volume is marked read-only\n");
        cp(id + ":/ro/one", host("one")).succeeds();
        assertThat(folder.resolve("one")).hasContent("1");
        sampan().run("rm", "-v", id).succeeds();
    }

    @Test
    void aReadOnlyRootStaysAsItIs() {
        for (String start : List.of("create", "run")) {
            String id = (start.equals("run")
                            ? sampan().run("run", "-d", "--read-only", BUSYBOX, "sleep", "600")
                            : sampan().run("create", "--read-only", BUSYBOX, "sleep", "600"))
                    .succeeds()
                    .line();
            assertThat(cp(host("f"), id + ":/f").err())
                    .isEqualTo("Error response from daemon: container rootfs is marked read-only\n");
            cp(id + ":/etc/passwd", host("passwd-" + start)).succeeds();
            sampan().run("rm", "-f", id).succeeds();
        }
    }

    @Test
    void namesMayBeAnything() throws IOException {
        Path odd = Files.createDirectory(folder.resolve("odd"));
        List<String> names =
                List.of("with space", "new\nline", "-dash", "emoji🐳", "n".repeat(255), "tab\there", "*?[");
        for (String name : names) {
            Files.writeString(odd.resolve(name), name);
        }
        sampan().run("start", "box").succeeds();
        inside("printf x > \"$(printf '/tmp/\\377\\376')\"");
        cp(host("odd"), "box:/tmp/odd").succeeds();
        cp("box:/tmp", host("back")).succeeds();
        for (String name : names) {
            assertThat(folder.resolve("back/odd").resolve(name)).hasContent(name);
        }
        cp(host("back/."), "box:/srv").succeeds();
        assertThat(inside("cd /srv; rm -r odd; printf %s * | od -An -tx1")).isEqualTo("ff fe");
        try (var all = Files.list(odd)) {
            assertThat(all.count()).isEqualTo(names.size());
        }
    }

    @Test
    void holesAndHardLinksSurvive() throws Exception {
        sampan().run("start", "box").succeeds();
        inside("mkdir /tmp/s; truncate -s 1G /tmp/s/hole; echo x > /tmp/s/a; ln /tmp/s/a /tmp/s/b; mkfifo /tmp/s/p");
        cp("box:/tmp/s", host("s")).succeeds();
        assertThat(Files.size(folder.resolve("s/hole"))).isEqualTo(1L << 30);
        Process du = new ProcessBuilder("du", "-k", host("s/hole")).start();
        assertThat(new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("0\t");
        assertThat(Files.getAttribute(folder.resolve("s/a"), "unix:ino"))
                .isEqualTo(Files.getAttribute(folder.resolve("s/b"), "unix:ino"));
        assertThat(Files.exists(folder.resolve("s/p"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }

    @Test
    void aFullDiskLeavesTheOldFileWhole() throws IOException {
        String id = sampan().run("run", "-d", "--tmpfs", "/small:size=1m", BUSYBOX, "sleep", "600")
                .succeeds()
                .line();
        sampan().run("exec", id, "sh", "-c", "echo old > /small/f").succeeds();
        byte[] big = new byte[3 << 20];
        new Random(1).nextBytes(big);
        Files.write(folder.resolve("f"), big);
        Sampan.Result full = cp(host("f"), id + ":/small/f");
        assertThat(full.code()).isEqualTo(1);
        assertThat(full.err()).contains("no space left on device");
        assertThat(sampan().run("exec", id, "sh", "-c", "cat /small/f; ls -A /small")
                        .line())
                .isEqualTo("old\nf");
        sampan().run("rm", "-f", id).succeeds();
    }

    @Test
    void aTerminalIsToldHowMuchItWas() throws Exception {
        ProcessBuilder told = sampan().command("cp", host("f"), "box:/f");
        List<String> line = List.of("script", "-qec", String.join(" ", told.command()), "/dev/null");
        told.command(line).redirectErrorStream(true);
        Process process = told.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // What it says of a copy that takes over a second, it takes back.
        assertThat(said.replaceFirst("(?s).*\\r\u001b\\[K", "").strip())
                .isEqualTo("Successfully copied 2.05kB to box:/f");
    }

    @Test
    void aLargeFileIsTheOldOneOrTheNewOneAtAnyMoment() throws Exception {
        byte[] content = new byte[2 << 20];
        for (byte fill : new byte[] {'a', 'b'}) {
            Arrays.fill(content, fill);
            Files.write(folder.resolve("large"), content);
            cp(host("large"), "box:/" + (char) fill).succeeds();
        }
        AtomicBoolean over = new AtomicBoolean();
        FutureTask<Integer> reader = new FutureTask<>(() -> {
            int read = 0;
            do { // at least once, also where this thread comes late
                byte[] seen = Files.readAllBytes(folder.resolve("large"));
                Arrays.fill(content, seen[0]);
                assertThat(Arrays.equals(seen, content)).isTrue();
                read++;
            } while (!over.get());
            return read;
        });
        Thread.ofPlatform().start(reader);
        try {
            for (int i = 0; i < 10; i++) {
                cp("box:/" + (i % 2 == 0 ? "a" : "b"), host("large")).succeeds();
            }
        } finally {
            over.set(true);
        }
        assertThat(reader.get()).isPositive();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("f", "d", "large");
        }
    }
}
