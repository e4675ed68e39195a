package sampan.kernel.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;

/** getdents64(2): the names in a directory, without {@code .} and {@code ..}. */
public final class Directory {
    private static final int BUFFER = 32 << 10;
    private static final int NAME = 19;

    private Directory() {}

    /** One name. */
    public static final class Entry {
        private final byte[] name;
        private final FileType type;
        private final long inode;

        private Entry(byte[] name, FileType type, long inode) {
            this.name = name;
            this.type = type;
            this.inode = inode;
        }

        public byte[] name() {
            return name.clone();
        }

        /** As the file system noted it in the directory; {@link FileType#UNKNOWN} where it does not. */
        public FileType type() {
            return type;
        }

        public long inode() {
            return inode;
        }

        /** For names Sampan gave: the name as UTF-8. */
        public String text() {
            return new String(name, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** What is done with each name. */
    @FunctionalInterface
    public interface Visitor {
        void visit(Entry entry) throws IOException;
    }

    /** All names, from the beginning, in the file system's order. The descriptor must be open for reading, not O_PATH. */
    public static List<Entry> list(Fd directory) throws SyscallException {
        List<Entry> entries = new ArrayList<>();
        rewind(directory);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BUFFER, 8);
            int got;
            while ((got = next(directory, buffer)) > 0) {
                addAll(buffer.asSlice(0, got), entries);
            }
        }
        return entries;
    }

    /** As {@link #list}, without holding all names at once; the visitor may remove the names it is given. */
    public static void forEach(Fd directory, Visitor visitor) throws IOException {
        rewind(directory);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BUFFER, 8);
            List<Entry> entries = new ArrayList<>();
            int got;
            while ((got = next(directory, buffer)) > 0) {
                entries.clear();
                addAll(buffer.asSlice(0, got), entries);
                for (Entry entry : entries) {
                    visitor.visit(entry);
                }
            }
        }
    }

    private static void rewind(Fd directory) throws SyscallException {
        long result = Call.LSEEK.invoke(directory.number(), 0, 0);
        if (result < 0) {
            throw SyscallException.of(Call.LSEEK, result, directory, 0, "SEEK_SET");
        }
    }

    private static int next(Fd directory, MemorySegment buffer) throws SyscallException {
        long got = Call.GETDENTS64.invoke(directory.number(), buffer.address(), BUFFER);
        if (got < 0) {
            throw SyscallException.of(Call.GETDENTS64, got, directory, "...", BUFFER);
        }
        return (int) got;
    }

    /** {@code struct linux_dirent64}: inode, offset, length of the record, type, name. */
    private static void addAll(MemorySegment buffer, List<Entry> entries) {
        for (long at = 0; at < buffer.byteSize(); ) {
            int length = Short.toUnsignedInt(buffer.get(JAVA_SHORT_UNALIGNED, at + 16));
            byte[] name = CString.read(buffer.asSlice(at, length), NAME);
            if (!isDots(name)) {
                FileType type = FileType.ofEntry(buffer.get(JAVA_BYTE, at + 18));
                entries.add(new Entry(name, type, buffer.get(JAVA_LONG_UNALIGNED, at)));
            }
            at += length;
        }
    }

    private static boolean isDots(byte[] name) {
        return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
    }
}
