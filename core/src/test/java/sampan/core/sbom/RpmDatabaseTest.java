package sampan.core.sbom;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.Fd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;

final class RpmDatabaseTest {
    @TempDir
    Path folder;

    private static byte[] header(String name, String version, String release) {
        byte[] texts = (name + "\0" + version + "\0" + release + "\0").getBytes(US_ASCII);
        ByteBuffer header = ByteBuffer.allocate(8 + 3 * 16 + texts.length);
        header.putInt(3).putInt(texts.length);
        int[] offsets = {0, name.length() + 1, name.length() + version.length() + 2};
        for (int i = 0; i < 3; i++) {
            header.putInt(1000 + i).putInt(6).putInt(offsets[i]).putInt(1);
        }
        return header.put(texts).array();
    }

    /** A database of SUSE's form: one page of slots, and the headers behind it. */
    private static byte[] ndb(byte[]... headers) {
        ByteBuffer file = ByteBuffer.allocate(4096 * (1 + headers.length)).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RpmP".getBytes(US_ASCII)).putInt(0).putInt(1).putInt(1);
        for (int i = 0; i < headers.length; i++) {
            int at = 4096 * (i + 1);
            file.position(32 + 16 * i);
            file.put("Slot".getBytes(US_ASCII)).putInt(i + 1).putInt(at / 16).putInt(256);
            file.position(at);
            file.put("BlbS".getBytes(US_ASCII)).putInt(i + 1).putInt(1).putInt(headers[i].length);
            file.put(headers[i]);
        }
        return file.array();
    }

    private enum Form {
        SQLITE,
        NDB,
        BERKELEY
    }

    private List<FoundPackage> read(byte[] file, Form form) throws IOException {
        Path path = folder.resolve("db");
        Files.write(path, file);
        List<FoundPackage> found = new ArrayList<>();
        try (Fd database = Open.open(path, OpenFlags.O_RDONLY)) {
            switch (form) {
                case SQLITE -> RpmDatabase.sqlite(database, file.length, found::add);
                case NDB -> RpmDatabase.ndb(database, found::add);
                case BERKELEY -> RpmDatabase.berkeley(database, file.length, found::add);
            }
        }
        return found;
    }

    @Test
    void susesFormIsAListOfSlots() throws IOException {
        assertThat(read(
                        ndb(header("bash", "5.2", "1"), header("gpg-pubkey", "1", "1"), header("zlib", "1.3", "2")),
                        Form.NDB))
                .extracting(FoundPackage::name, FoundPackage::version)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("bash", "5.2-1"),
                        org.assertj.core.groups.Tuple.tuple("zlib", "1.3-2"));
    }

    /** The real library's, of packages that fit into a page and of one that does not. */
    private byte[] berkeley() throws Exception {
        StringBuilder dump =
                new StringBuilder("VERSION=3\nformat=bytevalue\ntype=hash\nHEADER=END\n 00000000\n 07000000\n");
        HexFormat hex = HexFormat.of();
        for (int i = 1; i <= 40; i++) {
            String release = i == 7 ? "r".repeat(100_000) : String.valueOf(i);
            dump.append(" %08x\n ".formatted(i))
                    .append(hex.formatHex(header("package" + i, "1", release)))
                    .append('\n');
        }
        Path made = folder.resolve("made");
        Process load = new ProcessBuilder("db5.3_load", made.toString())
                .redirectErrorStream(true)
                .start();
        try (var in = load.getOutputStream()) {
            in.write(dump.append("DATA=END\n").toString().getBytes(US_ASCII));
        }
        assertThat(load.waitFor())
                .as(new String(load.getInputStream().readAllBytes(), US_ASCII))
                .isZero();
        return Files.readAllBytes(made);
    }

    @Test
    void berkeleysFormIsPagesOfKeysAndValues() throws Exception {
        assumeThat(Path.of("/usr/bin/db5.3_load")).exists();
        byte[] file = berkeley();
        List<FoundPackage> found = read(file, Form.BERKELEY);
        assertThat(found).hasSize(40).extracting(FoundPackage::name).contains("package1", "package40");
        assertThat(found).extracting(FoundPackage::version).anyMatch(version -> version.startsWith("1-rrrr"));
        endWithASentence(file, Form.BERKELEY);
    }

    @Test
    void damagedDatabasesEndWithASentence() throws IOException {
        endWithASentence(ndb(header("bash", "5.2", "1")), Form.NDB);
    }

    private void endWithASentence(byte[] sound, Form form) throws IOException {
        Random random = new Random(1);
        for (int round = 0; round < 400; round++) {
            byte[] damaged = sound.clone();
            for (int i = 0; i < 8; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                damaged[random.nextInt(64)] = (byte) random.nextInt();
            }
            try {
                assertThat(read(damaged, form)).hasSizeLessThan(257);
            } catch (IOException told) {
                assertThat(told).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void aPageThatIsItsOwnChildIsNotLookedAtForEver() {
        byte[] file = new byte[4096];
        ByteBuffer page = ByteBuffer.wrap(file);
        page.put("SQLite format 3\0".getBytes(US_ASCII)).putShort((short) 4096);
        file[100] = 5;
        page.putInt(108, 1);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> read(file, Form.SQLITE))
                .isInstanceOf(IOException.class)
                .hasMessage("its pages lead nowhere");
    }
}
