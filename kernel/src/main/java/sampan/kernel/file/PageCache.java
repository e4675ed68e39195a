package sampan.kernel.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import sampan.kernel.Fd;
import sampan.kernel.call.Call;

/** posix_fadvise(2), and mincore(2) to see what came of it: what the kernel has in memory of a file. */
public final class PageCache {
    private static final long STEP = 1 << 20;
    /** Of every architecture the smallest; mmap(2) and mincore(2) mean the whole page. */
    private static final long PAGE = 4096;

    private static final long POSIX_FADV_DONTNEED = 4;
    private static final long MAP_SHARED = 1;
    private static final long PROT_NONE = 0;
    private static final long MAX_ERRNO = 4095;

    private PageCache() {}

    /**
     * Gives the memory of a file back that nobody will read again. A hint, which ends at the first megabyte that stays: who has it mapped
     * needs it, and what the disk does not have yet would all have to be written.
     *
     * @param file open for reading
     * @param size in bytes
     */
    public static void giveUp(Fd file, long size) {
        long offset = 0;
        while (offset < size && giveUpAt(file, offset)) {
            offset += STEP;
        }
    }

    private static boolean giveUpAt(Fd file, long offset) {
        return Call.FADVISE64.invoke(file.number(), offset, STEP, POSIX_FADV_DONTNEED) == 0 && !holds(file, offset);
    }

    /** Also true when it cannot be told. */
    private static boolean holds(Fd file, long offset) {
        long address = Call.MMAP.invoke(0, PAGE, PROT_NONE, MAP_SHARED, file.number(), offset);
        if (address < 0 && address >= -MAX_ERRNO) {
            return true;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment resident = arena.allocate(JAVA_BYTE);
            return Call.MINCORE.invoke(address, PAGE, resident.address()) != 0 || (resident.get(JAVA_BYTE, 0) & 1) != 0;
        } finally {
            long _ = Call.MUNMAP.invoke(address, PAGE);
        }
    }
}
