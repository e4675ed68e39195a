package sampan.core.sbom;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private List<FoundPackage> read(byte[] file, boolean sqlite) throws IOException {
        Path path = folder.resolve("db");
        Files.write(path, file);
        List<FoundPackage> found = new ArrayList<>();
        try (Fd database = Open.open(path, OpenFlags.O_RDONLY)) {
            if (sqlite) {
                RpmDatabase.sqlite(database, file.length, found::add);
            } else {
                RpmDatabase.ndb(database, found::add);
            }
        }
        return found;
    }

    @Test
    void susesFormIsAListOfSlots() throws IOException {
        assertThat(read(
                        ndb(header("bash", "5.2", "1"), header("gpg-pubkey", "1", "1"), header("zlib", "1.3", "2")),
                        false))
                .extracting(FoundPackage::name, FoundPackage::version)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("bash", "5.2-1"),
                        org.assertj.core.groups.Tuple.tuple("zlib", "1.3-2"));
    }

    @Test
    void damagedDatabasesEndWithASentence() throws IOException {
        byte[] sound = ndb(header("bash", "5.2", "1"));
        Random random = new Random(1);
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = sound.clone();
            for (int i = 0; i < 8; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                damaged[random.nextInt(64)] = (byte) random.nextInt();
            }
            try {
                assertThat(read(damaged, false)).hasSizeLessThan(257);
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
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> read(file, true))
                .isInstanceOf(IOException.class)
                .hasMessage("its pages lead nowhere");
    }
}
