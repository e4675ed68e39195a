package sampan.kernel.file;

import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/** lseek(2). */
public final class Seek {
    private static final int SEEK_SET = 0;
    private static final int SEEK_CUR = 1;
    private static final int SEEK_END = 2;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;

    private Seek() {}

    public static void to(Fd file, long position) throws SyscallException {
        seek(file, position, SEEK_SET);
    }

    public static long position(Fd file) throws SyscallException {
        return seek(file, 0, SEEK_CUR);
    }

    /** The size, having gone there. */
    public static long toEnd(Fd file) throws SyscallException {
        return seek(file, 0, SEEK_END);
    }

    /** ENXIO when there is no more data. */
    public static long toData(Fd file, long from) throws SyscallException {
        return seek(file, from, SEEK_DATA);
    }

    public static long toHole(Fd file, long from) throws SyscallException {
        return seek(file, from, SEEK_HOLE);
    }

    private static long seek(Fd file, long offset, int whence) throws SyscallException {
        long result = Call.LSEEK.invoke(file.number(), offset, whence);
        if (result < 0) {
            throw SyscallException.of(Call.LSEEK, result, file, offset, whence);
        }
        return result;
    }
}
