package sampan.kernel.file;

import java.lang.foreign.Arena;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;

/** mknodat(2): devices, FIFOs, sockets and empty files. */
public final class Mknod {
    private Mknod() {}

    /** @param device {@link Devices#makedev}, 0 for what is no device */
    public static void at(Fd directory, byte[] name, FileType type, int mode, long device) throws SyscallException {
        int bits = type.bits() | mode;
        try (Arena arena = Arena.ofConfined()) {
            long result = Call.MKNODAT.invoke(
                    directory.number(), CString.of(arena, name).address(), bits, encoded(device));
            if (result < 0) {
                String dev = "makedev(" + Devices.major(device) + ", " + Devices.minor(device) + ")";
                throw SyscallException.of(
                        Call.MKNODAT, result, directory, name, "0" + Integer.toOctalString(bits), dev);
            }
        }
    }

    /** The call takes 32 bits: 12 of the major, 20 of the minor; more would silently become another device. */
    private static long encoded(long device) {
        if (Devices.major(device) > 0xfff || Devices.minor(device) > 0xfffff) {
            throw new IllegalArgumentException(
                    "no such device number: " + Devices.major(device) + ":" + Devices.minor(device));
        }
        return device;
    }
}
