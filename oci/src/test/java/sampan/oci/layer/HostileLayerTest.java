package sampan.oci.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.kernel.rootfs.RootDirectory;
import sampan.oci.image.ImageFormatException;

/** Archives made by somebody who means harm; a canary stands beside the directory they are unpacked into. */
final class HostileLayerTest extends TreeTest {
    @ParameterizedTest
    @ValueSource(strings = {"../x", "../canary/file", "a/../../canary/file", "./../x", "a/../..", ".."})
    void cve2014x6407_dotsLeadNowhere(String name) {
        refused(TarBuilder.tar().file(name, "evil"), "is outside of the root file system");
        refused(TarBuilder.tar().file("f", "1").hardLink("h", name), "is outside of the root file system");
    }

    @Test
    void cve2014x9356_absolutePathsAndLinksStayInside() throws Exception {
        String canary = tree.canary.toString();
        tree.unpack(TarBuilder.tar()
                .file("/abs", "1")
                .file("/../../up", "2")
                .symlink("out", canary)
                .dir("dots/")
                .symlink("dots/up", "../../../../../../../.." + canary)
                .file(canary + "/file", "inside"));
        tree.unpack(TarBuilder.tar().file("out/file", "evil").file("dots/up/file", "evil"));
        assertThat(tree.content("abs")).isEqualTo("1");
        assertThat(tree.content("up")).isEqualTo("2");
        assertThat(tree.content("." + canary + "/file")).isEqualTo("evil");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc/self/root", "/proc/self/cwd", "/proc/1/root", "/proc/self/fd/0"})
    void cve2020x10696_magicLinksAreNames(String target) throws Exception {
        tree.unpack(TarBuilder.tar().symlink("m", target).file("m/x", "inside"));
        assertThat(tree.content("." + target + "/x")).isEqualTo("inside");
    }

    @Test
    void cve2020x10696_hardLinksNameWhatIsInTheImage() {
        String canary = tree.canary.toString();
        refused(TarBuilder.tar().symlink("out", canary).hardLink("h", "out/file"), "not there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "/", "./.", "//", "a/..", "./"})
    void cve2021x29136_theRootStaysADirectory(String name) throws Exception {
        String canary = tree.canary.toString();
        refused(TarBuilder.tar().symlink(name, canary), "is the root");
        refused(TarBuilder.tar().file("f", "1").hardLink(name, "f"), "is the root");
        refused(TarBuilder.tar().fifo(name), "is the root");
        tree.unpack(TarBuilder.tar().mode(0).owner(9, 9).dir(name));
        assertThat(tree.status(".").uid()).isZero();
    }

    /** CVE-2015-1340 too: owner and mode are set by descriptor while the file is made, and no walk comes back to do it by name. */
    @Test
    void cve2021x32760_modesAreThoseOfTheEntryNotOfALinksTarget() throws Exception {
        String file = tree.canary.resolve("file").toString();
        tree.unpack(TarBuilder.tar()
                .mode(04777)
                .owner(1, 1)
                .symlink("l", file)
                .file("l", "own")
                .symlink("d", tree.canary.toString())
                .dir("d/"));
        assertThat(tree.content("l")).isEqualTo("own");
        assertThat(tree.status("d").isDirectory()).isTrue();
    }

    @Test
    void cve2026x17106_linksThroughLinksStayInside() throws Exception {
        String canary = tree.canary.toString();
        for (TarBuilder tar : List.of(
                TarBuilder.tar().symlink("a", canary).symlink("b", "a").file("b/file", "x"),
                TarBuilder.tar().symlink("a", canary).hardLink("b", "a").file("b/file", "x"),
                TarBuilder.tar().symlink("a", "..").symlink("a/b", "..").file("a/b/canary/file", "x"),
                TarBuilder.tar().dir("d/").symlink("d/s", "../..").file("d/s/canary/new", "x"),
                TarBuilder.tar().symlink("a", canary).hardLink("b", "a").hardLink("c", "b/file"),
                TarBuilder.tar().symlink("a", "b").symlink("b", "a").file("a/x", "x"),
                TarBuilder.tar().symlink("a", canary).dir("a/dir/sub/"),
                TarBuilder.tar().symlink("a", canary).file("a/.wh.file", ""),
                TarBuilder.tar().symlink("a", canary).file("a/.wh..wh..opq", ""),
                TarBuilder.tar().symlink("a", canary).device("a/null", '3', 1, 3))) {
            attempt(tar.bytes());
            assertThat(tree.outsideUntouched()).isTrue();
        }
    }

    /** Whether it is refused does not matter, only that nothing outside changes. */
    private void attempt(byte[] tar) {
        try {
            tree.unpack(tar);
        } catch (IOException refused) {
            assertThat(refused).hasMessageNotContaining("\n");
        }
    }

    @Test
    void cve2026x17106_validLinksAndDevicesAreTaken() throws Exception {
        tree.unpack(TarBuilder.tar()
                .dir("usr/")
                .dir("usr/bin/")
                .symlink("bin", "usr/bin")
                .symlink("abs", "/usr/bin")
                .file("bin/sh", "shell")
                .file("abs/ls", "list")
                .hardLink("usr/bin/bash", "/usr/bin/sh")
                .hardLink("usr/bin/dash", "bin/sh")
                .device("dev/null", '3', 1, 3)
                .file("usr/bin/sh", "again"));
        assertThat(tree.content("usr/bin/bash")).isEqualTo("shell");
        assertThat(tree.content("usr/bin/dash")).isEqualTo("shell");
        assertThat(tree.content("usr/bin/ls")).isEqualTo("list");
        assertThat(tree.content("usr/bin/sh")).isEqualTo("again");
        assertThat(tree.link("bin")).isEqualTo("usr/bin");
    }

    @ParameterizedTest
    @ValueSource(strings = {".wh.", ".wh..", ".wh...", "d/.wh..", "d/.wh..."})
    void whiteoutsOfDotsAreRefused(String name) {
        refused(TarBuilder.tar().dir("d/").file(name, ""), "is no valid whiteout");
    }

    @Test
    void whiteoutsCannotReachUpOrBeSmuggledIn() throws Exception {
        refused(TarBuilder.tar().file(".wh...", ""), "no valid whiteout");
        refused(TarBuilder.tar().file("../.wh.canary", ""), "is outside");
        tree.unpack(TarBuilder.tar()
                .file("d/.wh..wh..opq/x", "1")
                .file("d/.wh..wh..opq", "")
                .symlink("d/.wh.l", "x"));
        assertThat(tree.has("d/.wh..wh..opq")).isFalse();
        assertThat(Whiteout.isWhiteout(tree.status("d/l"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "4294967295", "4294967296", "99999999999", "0x0", "1e3"})
    void cve2024x40635_ownersOutOfRangeAreRefused(String uid) {
        assertThatThrownBy(() -> tree.unpack(TarBuilder.tar().pax("uid", uid).file("f", "")))
                .isInstanceOf(ImageFormatException.class);
        assertThatThrownBy(() ->
                        tree.unpack(TarBuilder.tar().rawUid("\u00ff".repeat(8)).file("f", "")))
                .hasMessageContaining("owner out of range");
    }

    @Test
    void cve2014x9357_decompressionRunsNothingAndReportsDamage() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(TarBuilder.tar().file("a", "1".repeat(100_000)).bytes());
        }
        byte[] gz = packed.toByteArray();
        refused(Arrays.copyOf(gz, gz.length / 2), "gzip stream is cut short");
        gz[gz.length / 2] ^= 0x55;
        refused(gz, "gzip stream is damaged");
    }

    @Test
    void cve2021x20291_damagedStreamsEnd() {
        String[] starts = {"\u001f\u008b\b", "(\u00b5/\u00fd", "\u00fd7zXZ\0", "BZh9", "BZh91AY&SY"};
        Random random = new Random(20291);
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(5), () -> {
            for (String start : starts) {
                for (int i = 0; i < 200; i++) {
                    byte[] junk = new byte[random.nextInt(2000) + 1];
                    random.nextBytes(junk);
                    ByteArrayOutputStream all = new ByteArrayOutputStream();
                    all.writeBytes(start.getBytes(ISO_8859_1));
                    all.writeBytes(junk);
                    assertThatThrownBy(() -> tree.unpack(all.toByteArray())).isInstanceOf(ImageFormatException.class);
                }
            }
        });
    }

    @Test
    void aBrokenSourceIsReportedAsSuch() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        assertThatThrownBy(() -> LayerUnpacker.unpack(broken, RootDirectory.open(tree.root)))
                .hasMessage("connection reset");
    }

    @Test
    void cve2017x14992_paddingCostsNoMemory() {
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(5), () -> {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(TarBuilder.tar().file("a", "1").bytes());
                byte[] zeros = new byte[1 << 20];
                for (int i = 0; i < 512; i++) {
                    gzip.write(zeros);
                }
            }
            tree.unpack(packed.toByteArray());
        });
    }

    @Test
    void anyNumberOfEntriesTakesBoundedMemory() throws Exception {
        TarBuilder tar = TarBuilder.tar();
        for (int i = 0; i < 70_000; i++) {
            tar.dir("d" + i % 100 + "/");
        }
        tree.unpack(tar.file("last", "x"));
        assertThat(tree.status("d99").modified()).isEqualTo(Instant.ofEpochSecond(100));
        assertThat(tree.content("last")).isEqualTo("x");
    }

    @Test
    void randomArchivesNeverLeaveTheRoot() {
        Random random = new Random(54);
        String canary = tree.canary.toString();
        List<String> names = List.of(
                "a",
                "b",
                "a/b",
                "a/b/c",
                "b/a",
                "",
                ".",
                "..",
                "/",
                "../canary",
                "a/../..",
                "a/..",
                ".wh.a",
                "a/.wh.b",
                ".wh..wh..opq",
                "a/.wh..wh..opq",
                ".wh..",
                canary,
                canary + "/file",
                "a/canary/file",
                "b/file",
                "a/file",
                "./a/./b//c",
                "\u00ff",
                "a/" + "n".repeat(255));
        for (int i = 0; i < 1500; i++) {
            TarBuilder tar = TarBuilder.tar();
            for (int entry = random.nextInt(12); entry >= 0; entry--) {
                add(tar, random, names);
            }
            attempt(tar.bytes());
        }
    }

    private static void add(TarBuilder tar, Random random, List<String> names) {
        String name = names.get(random.nextInt(names.size()));
        String target = names.get(random.nextInt(names.size()));
        tar.mode(random.nextInt(010000)).owner(random.nextInt(3), random.nextInt(3));
        switch (random.nextInt(7)) {
            case 0, 1 -> tar.symlink(name, random.nextBoolean() ? target : "../".repeat(random.nextInt(9)) + target);
            case 2 -> tar.hardLink(name, target);
            case 3 -> tar.dir(name);
            case 4 -> tar.device(name, '3', random.nextInt(2), 0);
            case 5 -> tar.fifo(name);
            default -> tar.file(name, "evil");
        }
    }
}
