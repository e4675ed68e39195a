package sampan.oci.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that are none, or lie about themselves. */
final class MalformedLayerTest extends TreeTest {
    @Test
    void malformedHeadersAreNamed() {
        refused(new byte[] {1, 2, 3}, "cut short");
        refused("x".repeat(512).getBytes(ISO_8859_1), "not a tar archive");
        refused(new String(new char[4096]).replace('\0', 'y').getBytes(ISO_8859_1), "not a tar archive");
        byte[] tar = TarBuilder.tar().file("a", "1").bytes();
        tar[3] ^= 1;
        refused(tar, "checksum");
        refused(TarBuilder.tar().header("x", 'Z', "", 0), "unhandled tar header type 90");
        byte[] gap = TarBuilder.tar().raw(new byte[512]).file("a", "1").bytes();
        refused(gap, "empty block");
        refused(TarBuilder.tar().symlink("l", ""), "without a target");
        refused(TarBuilder.tar().device("c", '3', 4096, 0), "device number");
    }

    @Test
    void everyTruncationIsNoticed() {
        byte[] whole = TarBuilder.tar()
                .file("a", "1".repeat(1000))
                .pax("path", "b")
                .file("x", "y")
                .cut();
        for (int length = 1; length < whole.length; length += 37) {
            byte[] part = Arrays.copyOf(whole, length);
            boolean boundary = length == 512 + 1024;
            if (!boundary) {
                refused(part, "cut short");
            }
        }
    }

    @Test
    void lyingSizesAreNoticed() {
        refused(TarBuilder.tar().header("a", '0', "", 0_77777777777L).cut(), "cut short");
        byte[] negative = TarBuilder.tar().block("a", '0', "", 0);
        Arrays.fill(negative, 124, 136, (byte) 0xff);
        refused(TarBuilder.tar().raw(TarBuilder.sum(negative)), "negative size");
        byte[] huge = TarBuilder.tar().block("a", '0', "", 0);
        Arrays.fill(huge, 124, 136, (byte) 0x7f);
        huge[124] = (byte) 0x80;
        refused(TarBuilder.tar().raw(TarBuilder.sum(huge)), "out of range");
        refused(TarBuilder.tar().pax("size", "-1").file("a", ""), "malformed");
        refused(TarBuilder.tar().pax("size", "99999999999999999999999").file("a", ""), "malformed");
    }

    @Test
    void cve2025x58183_hugeExtensionsAreRefusedUnread() {
        refused(TarBuilder.tar().header("x", 'x', "", 1L << 30).cut(), "larger than 1 MiB");
        refused(TarBuilder.tar().header("x", 'L', "", 1L << 30).cut(), "larger than 1 MiB");
        refused(TarBuilder.tar().header("x", 'K', "", (1 << 20) + 1).cut(), "larger than 1 MiB");
    }

    @Test
    void cve2025x58183_sparseMapsAreBounded() {
        String[] bad = {"0,1,0,1", "5,1,2,1", "0,9999999999999", "0", "1,,2", "-1,2", "0,1,2"};
        for (String map : bad) {
            refused(
                    TarBuilder.tar()
                            .pax("GNU.sparse.map", map, "GNU.sparse.size", "100")
                            .file("s", "ab"),
                    "malformed");
        }
        refused(
                TarBuilder.tar()
                        .pax("GNU.sparse.major", "1", "GNU.sparse.minor", "0", "GNU.sparse.realsize", "9")
                        .file("s", "99999999\n".repeat(60)),
                "malformed");
        byte[] extended = TarBuilder.tar().block("s", 'S', "", 0);
        extended[482] = 1;
        TarBuilder endless = TarBuilder.tar().raw(TarBuilder.sum(extended));
        byte[] block = new byte[512];
        TarBuilder.put(block, 0, "00000000000\00000000000000".repeat(21));
        block[504] = 1;
        for (int i = 0; i < 7000; i++) {
            endless.raw(block);
        }
        refused(endless, "malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "5",
                "5 ",
                "6 a=b",
                "7 a=b\nx",
                "6 =bc\n",
                "99 a=b\n",
                "-6 a=b\n",
                "0 \n",
                "4294967302 a=b\n",
                " 6 a=b\n"
            })
    void malformedRecordsAreNamed(String records) {
        refused(TarBuilder.tar().rawPax(records).file("a", ""), "malformed");
    }

    @Test
    void namesTooLongForTheKernelAreNamed() {
        refused(TarBuilder.tar().pax("path", "a/".repeat(3000)).file("x", ""), "longer than 4095 bytes");
        refused(TarBuilder.tar().pax("path", "a".repeat(256)).file("x", ""), "longer than 255 bytes");
        refused(TarBuilder.tar().pax("linkpath", "a".repeat(5000)).symlink("x", ""), "too long a target");
        refused(TarBuilder.tar().pax("path", "a\0b").file("x", ""), "NUL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "--1", "nan", "1.2.3", "99999999999999999999"})
    void timesAreNumbers(String time) {
        refused(TarBuilder.tar().pax("mtime", time).file("f", ""), "malformed time");
    }

    @Test
    void aFarTimeIsTakenAsFarAsItGoes() throws Exception {
        tree.unpack(TarBuilder.tar()
                .pax("mtime", "999999999999999999")
                .file("f", "1")
                .dir("d/"));
        assertThat(tree.has("f")).isTrue();
    }
}
