package sampan.kernel.file;

import java.nio.file.Path;
import sampan.kernel.call.CString;

/** The special values of the *at calls. */
final class At {
    static final int FDCWD = -100;
    static final int SYMLINK_NOFOLLOW = 0x100;
    static final int REMOVEDIR = 0x200;
    static final int EMPTY_PATH = 0x1000;

    /** The 32 bits of a user or group; -1 as "unchanged" is not one. */
    static final long MAX_ID = 0xffff_fffeL;

    private At() {}

    static byte[] bytes(Path path) {
        return CString.bytes(path.toString());
    }
}
