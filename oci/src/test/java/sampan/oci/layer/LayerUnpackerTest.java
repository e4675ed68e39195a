package sampan.oci.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.kernel.file.Devices;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.FileType;
import sampan.oci.image.Digest;

final class LayerUnpackerTest extends TreeTest {
    @Test
    void makesEveryKindOfFile() throws Exception {
        TarBuilder tar = TarBuilder.tar()
                .mode(0755)
                .dir("./")
                .dir("./d/")
                .mode(04751)
                .owner(12, 34)
                .file("./d/f", "hello")
                .hardLink("./d/h", "./d/f")
                .symlink("./d/l", "../nowhere")
                .mode(0600)
                .fifo("./d/p")
                .device("./d/c", '3', 1, 3)
                .device("./d/b", '4', 7, 300);
        LayerUnpacker.Unpacked unpacked = tree.unpack(tar);
        assertThat(unpacked.diffId()).isEqualTo(Digest.sha256(tar.bytes()));
        assertThat(unpacked.size()).isEqualTo(5);
        FileStatus file = tree.status("d/f");
        assertThat(tree.content("d/f")).isEqualTo("hello");
        assertThat(file.mode()).isEqualTo(04751);
        assertThat(file.uid()).isEqualTo(12);
        assertThat(file.gid()).isEqualTo(34);
        assertThat(file.modified()).isEqualTo(Instant.ofEpochSecond(100));
        assertThat(tree.status("d/h").sameFile(file)).isTrue();
        assertThat(tree.link("d/l")).isEqualTo("../nowhere");
        assertThat(tree.status("d/l").uid()).isEqualTo(12);
        assertThat(tree.status("d/l").modified()).isEqualTo(Instant.ofEpochSecond(100));
        assertThat(tree.status("d/p").type()).isEqualTo(FileType.FIFO);
        assertThat(tree.status("d/c").special()).isEqualTo(Devices.makedev(1, 3));
        assertThat(tree.status("d/b").type()).isEqualTo(FileType.BLOCK_DEVICE);
        assertThat(tree.status("d").modified()).isEqualTo(Instant.ofEpochSecond(100));
    }

    @Test
    void keepsBytesOfNamesAndTargets() throws Exception {
        String odd = "a\u00ff\u00fe\n\"\\é".replace("é", "\u00c3\u00a9");
        tree.unpack(TarBuilder.tar()
                .file(odd, "x")
                .symlink("l", odd)
                .pax("path", odd + "2")
                .file("y", "z"));
        assertThat(tree.content(odd)).isEqualTo("x");
        assertThat(tree.link("l")).isEqualTo(odd);
        assertThat(tree.content(odd + "2")).isEqualTo("z");
    }

    @Test
    void readsLongNamesOfGnuAndPax() throws Exception {
        String longName = "n".repeat(200) + "/" + "m".repeat(200);
        String longTarget = "t".repeat(3000);
        tree.unpack(TarBuilder.tar()
                .gnuLong('L', longName)
                .file("cut", "1")
                .gnuLong('K', longTarget)
                .gnuLong('L', longName + "l")
                .symlink("cut", "cut")
                .pax("path", longName + "p", "linkpath", longTarget + "p")
                .symlink("cut", "cut"));
        assertThat(tree.content(longName)).isEqualTo("1");
        assertThat(tree.link(longName + "l")).isEqualTo(longTarget);
        assertThat(tree.link(longName + "p")).isEqualTo(longTarget + "p");
    }

    @Test
    void paxOverridesNumbersAndTimes() throws Exception {
        tree.unpack(TarBuilder.tar()
                .pax("uid", "4000000000", "gid", "4294967294", "mtime", "-1.25", "size", "3")
                .header("f", '0', "", 0)
                .raw(TarBuilder.padded("abc".getBytes(ISO_8859_1))));
        assertThat(tree.content("f")).isEqualTo("abc");
        assertThat(tree.status("f").uid()).isEqualTo(4_000_000_000L);
        assertThat(tree.status("f").gid()).isEqualTo(4_294_967_294L);
        assertThat(tree.status("f").modified()).isEqualTo(Instant.ofEpochSecond(-2, 750_000_000));
    }

    @Test
    void keepsContentAttributesAndStripsOverlays() throws Exception {
        String capability = "\u0001\0\0\u0002\0\u0020\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
        tree.unpack(TarBuilder.tar()
                .pax(
                        "SCHILY.xattr.security.capability", capability,
                        "SCHILY.xattr.user.x", "\u00ff\0\n",
                        "SCHILY.xattr.user.overlay.opaque", "y",
                        "SCHILY.xattr.trusted.overlay.redirect", "/etc",
                        "SCHILY.xattr.trusted.overlay.opaque", "y",
                        "SCHILY.xattr.trusted.x", "1",
                        "SCHILY.xattr.security.selinux", "x")
                .owner(5, 5)
                .file("f", "x"));
        assertThat(tree.xattr("f", "security.capability")).isEqualTo(capability);
        assertThat(tree.xattr("f", "user.x")).isEqualTo("\u00ff\0\n");
        for (String stripped : new String[] {
            "user.overlay.opaque", "trusted.overlay.redirect", "trusted.overlay.opaque", "trusted.x", "security.selinux"
        }) {
            assertThat(tree.xattr("f", stripped)).isEmpty();
        }
    }

    @Test
    void turnsWhiteoutsIntoThoseOfOverlayfs() throws Exception {
        tree.unpack(TarBuilder.tar()
                .dir("d/")
                .file("d/.wh.gone", "")
                .dir("o/")
                .file("o/.wh..wh..opq", "")
                .file("o/new", "1")
                .file(".wh..wh.plnk/x", "aufs")
                .file(".wh..wh.aufs", "aufs"));
        assertThat(Whiteout.isWhiteout(tree.status("d/gone"))).isTrue();
        assertThat(tree.has("d/.wh.gone")).isFalse();
        assertThat(tree.xattr("o", Whiteout.opaqueAttribute())).isEqualTo("y");
        assertThat(tree.has("o/.wh..wh..opq")).isFalse();
        assertThat(tree.content("o/new")).isEqualTo("1");
        assertThat(tree.has(".wh..wh.plnk")).isFalse();
        assertThat(tree.has("wh.aufs")).isFalse();
    }

    @Test
    void aWhiteoutHidesOnlyLayersBeneath() throws Exception {
        tree.unpack(TarBuilder.tar()
                .file("f", "kept")
                .file(".wh.f", "")
                .file("d/x", "kept")
                .file(".wh.d", "")
                .file(".wh.e", "")
                .dir("e/"));
        assertThat(tree.content("f")).isEqualTo("kept");
        assertThat(tree.content("d/x")).isEqualTo("kept");
        assertThat(tree.xattr("d", Whiteout.opaqueAttribute())).isEqualTo("y");
        assertThat(tree.status("e").isDirectory()).isTrue();
        assertThat(tree.xattr("e", Whiteout.opaqueAttribute())).isEqualTo("y");
    }

    @Test
    void laterEntriesWin() throws Exception {
        tree.unpack(TarBuilder.tar()
                .file("a", "1")
                .file("a", "2")
                .dir("b/")
                .file("b/c", "1")
                .file("b", "file")
                .symlink("s", "b")
                .dir("s/")
                .file("s/x", "3")
                .dir("m/")
                .file("m/1", "1")
                .mode(0700)
                .dir("m/")
                .file("m/2", "2"));
        assertThat(tree.content("a")).isEqualTo("2");
        assertThat(tree.content("b")).isEqualTo("file");
        assertThat(tree.content("s/x")).isEqualTo("3");
        assertThat(tree.content("m/1")).isEqualTo("1");
        assertThat(tree.status("m").mode()).isEqualTo(0700);
    }

    @Test
    void aHardLinkToItselfStays() throws Exception {
        tree.unpack(TarBuilder.tar().file("a", "1").hardLink("a", "a").hardLink("./b", "/a"));
        assertThat(tree.content("b")).isEqualTo("1");
    }

    @Test
    void makesMissingParents() throws Exception {
        tree.unpack(TarBuilder.tar().owner(7, 7).mode(02775).file("x/y/z", "1"));
        assertThat(tree.status("x/y").mode()).isEqualTo(0755);
        assertThat(tree.status("x/y").uid()).isZero();
        assertThat(tree.content("x/y/z")).isEqualTo("1");
    }

    @Test
    void anEmptyStreamIsAnEmptyLayer() throws Exception {
        assertThat(tree.unpack(new byte[0]).diffId()).isEqualTo(Digest.sha256(new byte[0]));
    }

    @Test
    void theHashCoversWhatFollowsTheEnd() throws Exception {
        ByteArrayOutputStream longer = new ByteArrayOutputStream();
        longer.writeBytes(TarBuilder.tar().file("a", "1").bytes());
        longer.writeBytes(new byte[10_240]);
        assertThat(tree.unpack(longer.toByteArray()).diffId()).isEqualTo(Digest.sha256(longer.toByteArray()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cat", "gzip", "bzip2", "xz", "xz -9", "zstd", "zstd -19 --long=27"})
    void unpacksWhatCompressorsMake(String command) throws Exception {
        String program = command.split(" ", -1)[0];
        assumeThat(Path.of("/usr/bin/" + program).toFile().exists()
                        || Path.of("/bin/" + program).toFile().exists())
                .isTrue();
        byte[] tar = TarBuilder.tar().file("a", "content".repeat(100_000)).bytes();
        assertThat(tree.unpack(piped(command + (program.equals("cat") ? "" : " -c"), tar))
                        .diffId())
                .isEqualTo(Digest.sha256(tar));
        assertThat(tree.content("a")).hasSize(700_000);
    }

    private static byte[] piped(String command, byte[] input) throws Exception {
        Path source = Files.createTempFile("piped", "");
        Files.write(source, input);
        Process process = new ProcessBuilder("sh", "-c", command)
                .redirectInput(source.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        byte[] output = process.getInputStream().readAllBytes();
        process.waitFor(10, TimeUnit.SECONDS);
        Files.delete(source);
        return output;
    }

    @Test
    void unpacksSeveralGzipMembers() throws Exception {
        byte[] tar = TarBuilder.tar().file("a", "1").bytes();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (int i = 0; i < tar.length; i += 700) {
            try (OutputStream member = new GZIPOutputStream(packed)) {
                member.write(tar, i, Math.min(700, tar.length - i));
            }
        }
        assertThat(tree.unpack(packed.toByteArray()).diffId()).isEqualTo(Digest.sha256(tar));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--format=gnu",
                "--format=ustar",
                "--format=v7",
                "--format=pax --xattrs --acls",
                "--format=gnu --sparse",
                "--format=pax --sparse --sparse-version=0.0",
                "--format=pax --sparse --sparse-version=0.1",
                "--format=pax --sparse --sparse-version=1.0"
            })
    void readsWhatTarWrites(String options, @TempDir Path source) throws Exception {
        String script = "cd \"$0\" && mkdir -p d/e && seq 1000 >d/f && ln d/f d/g && ln -s ../x d/e/l && mkfifo d/p"
                + " && truncate -s 5M d/holes && printf x | dd of=d/holes bs=1 seek=2000000 conv=notrunc 2>/dev/null"
                + " && for i in $(seq 1 40); do printf y | dd of=d/many bs=1 seek=$((i*100000)) conv=notrunc 2>/dev/null; done"
                + " && truncate -s 9M d/many && truncate -s 1M d/allhole; tar c "
                + options
                + " . ";
        Process process = new ProcessBuilder("sh", "-c", script, source.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        byte[] tar = process.getInputStream().readAllBytes();
        tree.unpack(tar);
        Process difference =
                new ProcessBuilder("diff", "-r", "--no-dereference", source + "/d/e", tree.root + "/d/e").start();
        assertThat(difference.waitFor()).isZero();
        for (String file : new String[] {"d/f", "d/g", "d/holes", "d/many", "d/allhole"}) {
            assertThat(Files.mismatch(source.resolve(file), tree.root.resolve(file)))
                    .as(file)
                    .isEqualTo(-1);
        }
        if (options.contains("sparse")) {
            assertThat(tree.status("d/holes").blocks()).isLessThan(1000);
        }
    }
}
