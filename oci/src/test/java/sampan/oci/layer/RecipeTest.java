package sampan.oci.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.rootfs.RootDirectory;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;

/** What is unpacked is packed again as it was, to the byte. */
final class RecipeTest {
    @TempDir
    Path folder;

    private Path layer = Path.of("");
    private int layers;

    @BeforeEach
    void asRoot() throws IOException {
        assumeThat((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isZero();
    }

    private Digest unpack(byte[] archive) throws IOException {
        layer = Files.createDirectory(folder.resolve("layer" + layers++));
        Files.createDirectory(layer.resolve("fs"));
        try (RootDirectory root = RootDirectory.open(layer);
                RootDirectory content = RootDirectory.open(layer.resolve("fs"));
                RecipeWriter recipe = RecipeWriter.create(root)) {
            LayerUnpacker.Unpacked unpacked =
                    LayerUnpacker.unpack(new ByteArrayInputStream(archive), content, Optional.of(recipe));
            recipe.finish();
            return unpacked.diffId();
        }
    }

    private byte[] pack() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RecipeReader recipe = RecipeReader.open(RootDirectory.open(layer)).orElseThrow()) {
            Digest digest = recipe.writeTo(out);
            assertThat(digest).isEqualTo(Digest.sha256(out.toByteArray()));
            assertThat(recipe.size()).isEqualTo(out.size());
        }
        return out.toByteArray();
    }

    private void comesBack(byte[] archive) throws IOException {
        Digest diffId = unpack(archive);
        assertThat(Arrays.equals(pack(), archive)).isTrue();
        assertThat(diffId).isEqualTo(Digest.sha256(archive));
    }

    private static String random(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @Test
    void ordinaryFilesComeBack() throws IOException {
        comesBack(TarBuilder.tar()
                .dir("bin/")
                .mode(04755)
                .file("bin/su", random(300_000, 1))
                .file("bin/empty", "")
                .symlink("bin/sh", "su")
                .hardLink("bin/sudo", "bin/su")
                .fifo("pipe")
                .device("null", '3', 1, 3)
                .file("./odd//name/../x", "one byte more than a block".repeat(20))
                .bytes());
        assertThat(layer.resolve("replaced")).doesNotExist();
        assertThat(Files.size(layer.resolve("recipe"))).isLessThan(1000);
    }

    @Test
    void whatTheArchiveItselfReplacesComesBack() throws IOException {
        comesBack(TarBuilder.tar()
                .file("twice", "first")
                .hardLink("link", "twice")
                .file("twice", "second")
                .file("twice", "third")
                .dir("folder")
                .dir("folder/deep")
                .file("folder/deep/file", "in a folder that goes")
                .file("folder", "a file in its place")
                .dir("folder")
                .dir("folder/deep")
                .file("folder/deep/file", "in the third one")
                .bytes());
        assertThat(layer.resolve("fs/link")).hasContent("first");
        assertThat(layer.resolve("fs/twice")).hasContent("third");
    }

    @Test
    void filesUnderLinkedFoldersComeBackWhateverBecomesOfTheLink() throws IOException {
        comesBack(TarBuilder.tar()
                .dir("usr")
                .dir("usr/lib")
                .symlink("lib", "usr/lib")
                .file("lib/a", "by the link")
                .file("lib", "no link any more")
                .file("usr/lib/a", "by its own name")
                .symlink("lib", "/usr")
                .file("lib/lib/a", "again by a link")
                .file("usr", "gone")
                .bytes());
    }

    @Test
    void whiteoutsAndWhatIsPassedOverComeBack() throws IOException {
        comesBack(TarBuilder.tar()
                .file(".wh.etc", "")
                .dir("a")
                .file("a/.wh..wh..opq", "")
                .file(".wh..wh.plnk/1.2", "metadata of aufs")
                .file("kept", "kept")
                .file(".wh.kept", "a whiteout with content")
                .raw(new byte[10_240])
                .raw("behind the end".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .bytes());
    }

    @Test
    void extendedHeadersComeBack() throws IOException {
        String name = "directory/".repeat(30) + "file";
        comesBack(TarBuilder.tar()
                .pax("path", name, "mtime", "1.5", "SCHILY.xattr.user.x", "y")
                .file("short", "content")
                .pax(
                        "GNU.sparse.major",
                        "0",
                        "GNU.sparse.minor",
                        "1",
                        "GNU.sparse.map",
                        "0,2,10,3",
                        "GNU.sparse.size",
                        "20")
                .file("sparse", "abcde")
                .bytes());
        assertThat(layer.resolve("fs").resolve(name)).hasContent("content");
        assertThat(layer.resolve("fs/sparse")).hasSize(20);
    }

    @Test
    void aCompressedLayerComesBackUncompressed() throws IOException {
        byte[] archive = TarBuilder.tar().file("a", random(1_000_000, 2)).bytes();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(archive);
        }
        assertThat(unpack(packed.toByteArray())).isEqualTo(Digest.sha256(archive));
        assertThat(Arrays.equals(pack(), archive)).isTrue();
    }

    /** GNU tar, star and bsdtar differ in padding and numbers; what there is on this machine is tried. */
    @Test
    void archivesOfOtherProgramsComeBack() throws IOException, InterruptedException {
        for (String format : new String[] {"gnu", "pax", "ustar", "v7"}) {
            Path tar = folder.resolve(format + ".tar");
            String sparse = format.equals("gnu") || format.equals("pax") ? "--sparse" : "--verbose";
            Process made = new ProcessBuilder(
                            "tar", "--format=" + format, sparse, "-cf", tar.toString(), "-C", "/etc", ".")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(made.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(made.waitFor()).as(said).isLessThan(2);
            comesBack(Files.readAllBytes(tar));
        }
    }

    @Test
    void aLayerThatWasChangedIsToldFromItsDigest() throws IOException {
        Digest diffId = unpack(TarBuilder.tar().file("a", "true").bytes());
        Files.writeString(layer.resolve("fs/a"), "lie!");
        assertThat(Digest.sha256(pack())).isNotEqualTo(diffId);
        Files.writeString(layer.resolve("fs/a"), "");
        assertThatThrownBy(this::pack).isInstanceOf(IOException.class).hasMessageContaining("shorter");
    }

    @Test
    void aDamagedRecipeIsAnError() throws IOException {
        unpack(TarBuilder.tar().file("a", random(10_000, 3)).bytes());
        byte[] recipe = Files.readAllBytes(layer.resolve("recipe"));
        for (int cut = 0; cut < recipe.length; cut += 7) {
            Files.write(layer.resolve("recipe"), Arrays.copyOf(recipe, cut));
            int length = cut;
            try {
                assertThat(pack()).as("recipe cut to %d bytes", length).hasSizeLessThan(10_000);
            } catch (IOException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void anArchiveThatReplacesWithoutEndIsRefused() {
        TarBuilder tar = TarBuilder.tar();
        for (int i = 0; i < 20_002; i++) {
            tar.file("a", "x");
        }
        assertThatThrownBy(() -> unpack(tar.bytes()))
                .isInstanceOf(ImageFormatException.class)
                .hasMessageContaining("twice");
    }
}
