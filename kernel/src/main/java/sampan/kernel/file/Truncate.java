package sampan.kernel.file;

import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/** ftruncate(2). */
public final class Truncate {
    private Truncate() {}

    public static void of(Fd file, long size) throws SyscallException {
        long result = Call.FTRUNCATE.invoke(file.number(), size);
        if (result < 0) {
            throw SyscallException.of(Call.FTRUNCATE, result, file, size);
        }
    }
}
