package sampan.core.sbom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import sampan.kernel.Fd;
import sampan.kernel.file.Read;

/** The packages of RPM's database, in its three forms: SQLite (Fedora, RHEL 9), its own (SUSE), and a Berkeley database until 4.15 (RHEL 8). */
final class RpmDatabase {
    private static final int NDB_MAGIC = 0x506d7052; // "RpmP"
    private static final int SLOT_MAGIC = 0x746f6c53; // "Slot"
    private static final int BLOB_MAGIC = 0x53626c42; // "BlbS"
    private static final int SLOT = 16;
    private static final int PAGE = 4096;
    private static final int MOST_PAGES = 16384;
    private static final int LARGEST = 16 << 20;

    private RpmDatabase() {}

    static void sqlite(Fd file, long size, Consumer<FoundPackage> found) throws IOException {
        SqliteTable.read(file, size, "Packages", columns -> {
            if (columns.size() == 2 && columns.get(1) instanceof byte[] header) {
                RpmHeader.parse(header).ifPresent(found);
            }
        });
    }

    /** Each value but one, which is a number, is a package's header. */
    static void berkeley(Fd file, long size, Consumer<FoundPackage> found) throws IOException {
        BerkeleyHash.read(file, size, header -> RpmHeader.parse(header).ifPresent(found));
    }

    /** A list of slots, each with the place of a package's header (rpm's {@code lib/backend/ndb}). */
    static void ndb(Fd file, Consumer<FoundPackage> found) throws IOException {
        ByteBuffer first = read(file, 0, 2 * SLOT);
        int pages = first.getInt(12);
        if (first.getInt(0) != NDB_MAGIC || pages < 1 || pages > MOST_PAGES) {
            throw new IOException("no package database");
        }
        for (int page = 0; page < pages; page++) {
            ByteBuffer slots = read(file, (long) page * PAGE, PAGE);
            for (int at = page == 0 ? 2 * SLOT : 0; at < PAGE; at += SLOT) {
                if (slots.getInt(at) == SLOT_MAGIC && slots.getInt(at + 4) != 0) {
                    blob(file, (slots.getInt(at + 8) & 0xffffffffL) * SLOT, found);
                }
            }
        }
    }

    private static void blob(Fd file, long at, Consumer<FoundPackage> found) throws IOException {
        ByteBuffer header = read(file, at, SLOT);
        int length = header.getInt(12);
        if (header.getInt(0) == BLOB_MAGIC && length > 0 && length <= LARGEST) {
            RpmHeader.parse(read(file, at + SLOT, length).array()).ifPresent(found);
        }
    }

    private static ByteBuffer read(Fd file, long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        Read.at(file, bytes, at);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
