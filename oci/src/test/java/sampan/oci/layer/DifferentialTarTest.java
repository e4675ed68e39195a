package sampan.oci.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.file.FileStatus;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;

/**
 * Random archives, unpacked here and by GNU tar in a chroot: whatever both take comes out the same, and nothing is written outside.
 * {@code -Dtar.archives=1000000} for more of them.
 */
final class DifferentialTarTest {
    private static final int ARCHIVES = Integer.getInteger("tar.archives", 300);
    /** In the chroot; no archive names it. */
    private static final String TOOLS = "_tools";

    private static final List<String> NAMES = List.of(
            "a", "b", "c", "a/b", "a/c", "b/a", "a/b/c", "./a//c", "/a/b", "/c", "b/./c", "../c", "../../canary/file");

    @TempDir
    Path folder;

    private Path chroot;

    @BeforeEach
    void makeChroot() throws Exception {
        assumeThat((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isZero();
        Path canary = Files.createDirectory(folder.resolve("canary"));
        Files.writeString(canary.resolve("file"), "untouched");
        chroot = Files.createDirectory(folder.resolve("chroot"));
        Path tools = Files.createDirectory(chroot.resolve(TOOLS));
        Files.copy(Path.of("/bin/tar"), tools.resolve("tar"));
        Process ldd = new ProcessBuilder("ldd", "/bin/tar").start();
        for (String word : new String(ldd.getInputStream().readAllBytes()).split("\\s+")) {
            if (word.startsWith("/")) {
                Path library = Path.of(word);
                Files.copy(
                        library, tools.resolve(library.getFileName().toString().replaceFirst("ld-linux.*", "ld")));
            }
        }
    }

    /** What GNU tar made of it; empty when it has something to complain of. */
    private boolean unpackedByTar(byte[] archive) throws Exception {
        Files.write(chroot.resolve(TOOLS).resolve("archive"), archive);
        String tools = "/" + TOOLS;
        Process tar = new ProcessBuilder(
                        "chroot",
                        chroot.toString(),
                        tools + "/ld",
                        "--library-path",
                        tools,
                        tools + "/tar",
                        "-xPf",
                        tools + "/archive",
                        "-C",
                        "/")
                .redirectErrorStream(true)
                .start();
        String said = new String(tar.getInputStream().readAllBytes(), ISO_8859_1);
        assertThat(tar.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return tar.exitValue() == 0 && said.isEmpty();
    }

    private static Map<String, String> listing(Path root) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (RootDirectory top = RootDirectory.open(root)) {
            top.walk(place -> {
                String path = TarWriter.name(place.path().bytes());
                if (path.equals(TOOLS)) {
                    return false;
                }
                FileStatus status = place.status();
                String more = status.isSymlink()
                        ? " -> " + TarWriter.name(place.folder().readlink(place.name()))
                        : status.isDirectory() ? "" : " " + status.size() + " x" + status.links();
                found.put(path, status.type() + " " + status.mode() + " " + status.uid() + more);
                return true;
            });
        }
        return found;
    }

    private static byte[] random(Random random) {
        TarBuilder tar = TarBuilder.tar();
        for (int entry = random.nextInt(8); entry >= 0; entry--) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            String target = NAMES.get(random.nextInt(NAMES.size()));
            tar.mode(random.nextInt(01000)).owner(random.nextInt(3), 0).mtime(1);
            switch (random.nextInt(6)) {
                case 0 -> tar.symlink(name, random.nextBoolean() ? target : "../".repeat(random.nextInt(9)) + target);
                case 1 -> tar.hardLink(name, target);
                case 2 -> tar.dir(name + "/");
                case 3 -> tar.fifo(name);
                default -> tar.file(name, "x".repeat(random.nextInt(5)));
            }
        }
        return tar.bytes();
    }

    @Test
    void whatBothTakeIsTheSameAndNothingIsOutside() throws Exception {
        Random random = new Random(2026);
        int compared = 0;
        for (int i = 0; i < ARCHIVES; i++) {
            byte[] archive = random(random);
            Path ours = Files.createDirectory(folder.resolve("ours"));
            boolean taken = unpackedHere(archive, ours);
            assertThat(folder.resolve("canary/file")).hasContent("untouched");
            assertThat(folder.toFile().list()).containsExactlyInAnyOrder("canary", "chroot", "ours");
            if (taken && unpackedByTar(archive)) {
                compared++;
                assertThat(listing(ours)).as("archive %d", i).isEqualTo(listing(chroot));
            }
            clear(ours);
            Files.delete(ours);
            clear(chroot);
        }
        assertThat(compared).as("archives that both took").isGreaterThan(ARCHIVES / 10);
    }

    private static boolean unpackedHere(byte[] archive, Path target) throws IOException {
        try (RootDirectory root = RootDirectory.open(target)) {
            LayerUnpacker.unpack(new ByteArrayInputStream(archive), root);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static void clear(Path root) throws IOException {
        try (RootDirectory top = RootDirectory.open(root);
                Folder folder = top.folder(RootPath.root())) {
            for (var entry : folder.list()) {
                if (!entry.text().equals(TOOLS)) {
                    folder.removeTree(entry.name());
                }
            }
        }
    }
}
