package sampan.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks by root file systems that are imported: what they hold, what they are named, and who can reach them afterwards. */
final class ImageAttackTest extends AttackTest {
    private static final String READ =
            "cat /etc/taken /taken /a /a/secret /deep/a/secret 2>/dev/null; ls -l / /etc; echo end";

    Stream<HostileTar> traversals() {
        String secret = canary().at("secret");
        return Stream.of(
                HostileTar.withShell().file("../../../../../.." + secret, "overwritten"),
                HostileTar.withShell().file(secret, "overwritten"),
                HostileTar.withShell().link("a", canary().at()).file("a/secret", "overwritten"),
                HostileTar.withShell().link("a", canary().relative("")).file("a/new", "added"),
                HostileTar.withShell().link("a", "/").link("a/b", canary().at()).file("a/b/secret", "overwritten"),
                HostileTar.withShell().link("a", canary().at("void")).file("a", "overwritten"),
                HostileTar.withShell().link("a", canary().at("void")).hardLink("taken", "a"),
                HostileTar.withShell().hardLink("taken", secret),
                HostileTar.withShell().hardLink("taken", "../../../../../.." + secret),
                HostileTar.withShell().link("a", canary().at()).hardLink("taken", "a/secret"),
                HostileTar.withShell().hardLink("etc/taken", "/proc/1/root" + secret),
                HostileTar.withShell().link("a", "/proc/1/root").file("a" + secret, "overwritten"),
                HostileTar.withShell().link("a", "/proc/self/cwd").file("a/x", "added"),
                HostileTar.withShell()
                        .directory("deep")
                        .link("deep/a", "../.." + canary().at())
                        .file("deep/a/secret", "x"),
                HostileTar.withShell().link("a", canary().at()).directory("a").file("a/secret", "harmless"),
                HostileTar.withShell().link("a", canary().at("empty")).entry('5', "a", "", new byte[0], 0),
                HostileTar.withShell().link("a", canary().at("void")).entry('0', "a", "", new byte[0], 04777),
                HostileTar.withShell().link("a", canary().at("empty")).entry('5', "a/../a/..", "", new byte[0], 0));
    }

    /** Also CVE-2014-9356, CVE-2020-10696, CVE-2021-32760, CVE-2026-17106: accepted or refused, all of it stays in the image. */
    @ParameterizedTest
    @MethodSource("traversals")
    void cve2014_6407_nothingIsUnpackedOutside(HostileTar tar) {
        Sampan.Result imported = canary().isUnseenIn(sampan().runWith(tar.bytes(), "import", "-", "localhost/out"));
        canary().isUntouched();
        assertThat(imported.err()).doesNotContain("Exception", "\tat ");
        if (imported.code() == 0) {
            assertThat(attack("localhost/out", READ).succeeds().out()).contains("end");
            sampan().run("rmi", "localhost/out").succeeds();
        }
        assertThat(sampan().run("images", "-q", "localhost/out").out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "./", "/", "./.", "..", "bin/..", "//"})
    void cve2021_29136_theRootStaysADirectoryOfTheImage(String name) {
        for (HostileTar tar : List.of(
                HostileTar.empty().link(name, canary().at()).file("new", "added"),
                HostileTar.empty().hardLink(name, canary().at()).file("secret", "overwritten"),
                HostileTar.empty().file(name, "no directory"),
                HostileTar.empty().entry('5', name, "", new byte[0], 0777).file("new", "added"),
                HostileTar.withShell().entry('2', name, canary().at(), new byte[0], 0777))) {
            Sampan.Result imported = sampan().runWith(tar.bytes(), "import", "-", "localhost/root");
            canary().isUntouched();
            if (imported.code() == 0) {
                attack("localhost/root", "ls -l / /secret; cat /secret");
                sampan().run("rmi", "localhost/root").succeeds();
            }
        }
    }

    /** Whiteouts that name what they must not, and marks of overlayfs that only the engine may set. */
    @Test
    void cve2026_17106_whiteoutsAndMarksRemoveNothingOutside() {
        HostileTar tar = HostileTar.withShell();
        for (String name : List.of(".wh..", ".wh...", ".wh.", ".wh..wh..opq", "etc/.wh..", "etc/.wh...", ".wh.../x")) {
            Sampan.Result imported = sampan().runWith(
                            HostileTar.withShell()
                                    .file(name, "")
                                    .file("kept", "kept")
                                    .bytes(),
                            "import",
                            "-",
                            "localhost/wh");
            if (imported.code() == 0) {
                attack("localhost/wh", "ls -a /; cat /kept");
            }
        }
        String marked = image(tar.attribute("trusted.overlay.redirect", "/../../.." + canary().at())
                .directory("redirected")
                .attribute("trusted.overlay.opaque", "y")
                .directory("opaque")
                .attribute("user.overlay.opaque", "y")
                .directory("mine")
                .attribute("trusted.overlay.metacopy", "")
                .file("copied", "content"));
        assertThat(attack(marked, "ls /redirected /opaque /mine; cat /copied")
                        .succeeds()
                        .out())
                .contains("content")
                .doesNotContain("secret", "program");
    }

    /** Also CVE-2021-41103, CVE-2024-25621: set-user-id files of images are for nobody on the host. */
    @Test
    void cve2021_41091_othersReachNothingOfTheEngine() throws IOException, InterruptedException {
        String image = image(HostileTar.withShell().file("suid", HostileTar.busybox(), 04755));
        String id = background(image, "echo said; sleep 600", "-e", "PASSWORD=word", "-v", "shared:/v");
        assertThat(exec(id, "stat -c %a /suid").out()).as("kept in the image").isEqualTo("4755\n");
        assertThat(reachable(sampan().dataRoot())).isEmpty();
        assertThat(reachable(sampan().execRoot())).isEmpty();
        open(sampan().dataRoot().getParent());
        Process find = new ProcessBuilder(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        "find",
                        sampan().dataRoot().toString(),
                        sampan().execRoot().toString(),
                        "-mindepth",
                        "1")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(find.getInputStream().readAllBytes()).isEmpty();
        find.waitFor();
        remove(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../x",
                "/etc/passwd",
                "localhost/../x",
                "localhost/x:../y",
                "localhost/.",
                "a/../../b:c",
                "sha256:../../x",
                "localhost/x@sha256:../../../../x",
                "localhost/UPPER",
                "localhost/a b",
                "localhost/a\nb",
                "-x",
                "localhost/x:"
            })
    void cve2014_9358_noReferenceIsAPath(String reference) {
        byte[] tar = HostileTar.withShell().bytes();
        Sampan.Result imported = sampan().runWith(tar, "import", "-", reference);
        assertThat(imported.code()).isNotZero();
        assertThat(imported.err()).isNotBlank().doesNotContain("Exception", "\tat ");
        assertThat(sampan().run("run", "--rm", reference, "true").code()).isNotZero();
        assertThat(sampan().run("rmi", reference).code()).isNotZero();
        assertThat(sampan().run("image", "inspect", reference).code()).isNotZero();
        assertThat(sampan().run("run", "--rm", "localhost/" + "n".repeat(5000), "true")
                        .code())
                .isNotZero();
    }

    /** Also CVE-2017-14992, CVE-2025-58183: damaged and swollen archives end soon, in one sentence, with nothing kept. */
    @Test
    void cve2021_20291_damagedArchivesEnd() throws IOException {
        byte[] whole = HostileTar.withShell().bytes();
        byte[] packed = zipped(whole);
        byte[] noise = new byte[4096];
        new Random(1).nextBytes(noise);
        List<byte[]> archives = new ArrayList<>(List.of(
                Arrays.copyOf(whole, whole.length / 2),
                Arrays.copyOf(packed, packed.length / 2),
                Arrays.copyOf(packed, 20),
                noise,
                new byte[0],
                HostileTar.empty()
                        .entry('x', "p", "", "99999999999 path=a\n".getBytes(US_ASCII), 0644)
                        .bytes(),
                HostileTar.empty()
                        .entry('x', "p", "", "0 path=a\n".getBytes(US_ASCII), 0644)
                        .bytes()));
        for (byte[] magic : List.of(
                new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0, 4},
                new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd},
                "BZh9".getBytes(US_ASCII))) {
            byte[] damaged = Arrays.copyOf(noise, noise.length);
            System.arraycopy(magic, 0, damaged, 0, magic.length);
            archives.add(damaged);
        }
        for (byte[] archive : archives) {
            Sampan.Result imported = sampan().runWith(archive, "import", "-", "localhost/damaged");
            if (archive.length > 0) {
                assertThat(imported.code()).as("%d bytes", archive.length).isEqualTo(1);
            }
            assertThat(imported.err()).doesNotContain("Exception", "\tat ", "OutOfMemory");
        }
        assertThat(sampan().run("images", "-q", "localhost/damaged")
                        .out()
                        .lines()
                        .count())
                .isLessThan(2);
    }

    /** 200 MiB of padding in 200 KiB. */
    @Test
    void cve2017_14992_paddingCostsNoMemory() throws IOException {
        byte[] padding = new byte[1 << 20];
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(HostileTar.withShell().bytes());
            for (int i = 0; i < 200; i++) {
                zip.write(padding);
            }
        }
        sampan().run("version").succeeds();
        long before = mostMemory();
        sampan().runWith(bytes.toByteArray(), "import", "-", "localhost/padded").succeeds();
        assertThat(attack("localhost/padded", "echo fine").out()).isEqualTo("fine\n");
        assertThat(mostMemory() - before).as("KiB more than ever before").isLessThan(100 << 10);
    }

    /** The engine's highest resident size, in KiB. */
    private long mostMemory() {
        long pid = sampan().engine().orElseThrow().pid();
        return Long.parseLong(Proc.status(pid, "VmHWM").replace("kB", "").strip());
    }

    /** Folders that others may list and files that they may use, by their modes. */
    private static Set<Path> reachable(Path root) throws IOException {
        Set<Path> reached = new TreeSet<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (rights(folder).contains(PosixFilePermission.OTHERS_READ)) {
                    reached.add(folder);
                }
                return rights(folder).contains(PosixFilePermission.OTHERS_EXECUTE)
                        ? FileVisitResult.CONTINUE
                        : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()
                        && rights(file).stream().anyMatch(right -> right.name().startsWith("OTHERS"))) {
                    reached.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                return failure instanceof NoSuchFileException
                        ? FileVisitResult.CONTINUE
                        : super.visitFileFailed(file, failure);
            }
        });
        return reached;
    }

    /** None of what has gone meanwhile: the engine runs. */
    private static Set<PosixFilePermission> rights(Path file) throws IOException {
        try {
            return Files.getPosixFilePermissions(file);
        } catch (NoSuchFileException gone) {
            return Set.of();
        }
    }

    /** So that it is the engine's own folders that keep others out. */
    private static void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static byte[] zipped(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    /** Each of these wants a dictionary of 64 MiB; the engine has 256 for everything. */
    @Test
    void archivesThatComeAtOnceDoNotFillTheEngine() throws IOException, InterruptedException {
        byte[] packed = packed("xz", "-9", "-c");
        List<Process> imports = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Process one = sampan().start("import", "-", "localhost/packed" + i);
            imports.add(one);
            Thread.ofVirtual().start(() -> {
                try (OutputStream input = one.getOutputStream()) {
                    input.write(packed, 0, packed.length / 2);
                    Thread.sleep(Duration.ofSeconds(1));
                    input.write(packed, packed.length / 2, packed.length - packed.length / 2);
                } catch (IOException | InterruptedException _) {
                    // What it says tells why.
                }
            });
        }
        for (Process one : imports) {
            String said = new String(one.getErrorStream().readAllBytes(), UTF_8);
            assertThat(one.waitFor()).as(said).isZero();
        }
    }

    private byte[] packed(String... command) throws IOException, InterruptedException {
        Path tar = Files.write(
                folder().resolve("rootfs.tar"), HostileTar.withShell().bytes());
        Process program = new ProcessBuilder(command)
                .redirectInput(tar.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        byte[] packed = program.getInputStream().readAllBytes();
        assertThat(program.waitFor()).isZero();
        return packed;
    }

    /** /tmp may be mounted noexec, and what a killed engine unpacked there nobody removes: the leak check looks for libraries. */
    @Test
    void zstdIsUnpackedWithoutALibraryInTmp() throws IOException, InterruptedException {
        Assumptions.assumeThat(Path.of("/usr/bin/zstd")).exists();
        sampan().runWith(packed("zstd", "-c"), "import", "-", "localhost/zstd").succeeds();
        assertThat(sampan().run("run", "--rm", "localhost/zstd", "sh", "-c", "echo here")
                        .out())
                .isEqualTo("here\n");
    }
}
