package sampan.kernel.rootfs;

import java.io.IOException;
import java.util.Locale;
import sampan.kernel.Fd;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.FileType;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Stat;

/** Reading what may be anything: looked at first, by a descriptor that opens nothing, and opened only when it is a file. */
final class SmallFile {
    private SmallFile() {}

    static Fd openRegular(Fd found, String shown) throws IOException {
        requireRegular(Stat.of(found), shown);
        return Open.again(found, OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_NOCTTY);
    }

    static byte[] read(Fd found, String shown, int limit) throws IOException {
        FileStatus status = Stat.of(found);
        requireRegular(status, shown);
        if (status.size() > limit) {
            throw tooLarge(shown, limit);
        }
        try (Fd file = openRegular(found, shown)) {
            return Read.all(file, limit);
        }
    }

    private static void requireRegular(FileStatus status, String shown) throws IOException {
        if (status.type() != FileType.REGULAR) {
            String type = status.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            throw new IOException(shown + " is not a regular file but a " + type);
        }
    }

    private static IOException tooLarge(String shown, int limit) {
        return new IOException(shown + " is larger than " + limit + " bytes");
    }
}
