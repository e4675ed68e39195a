package sampan.oci.layer;

import java.nio.charset.StandardCharsets;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.FileType;
import sampan.kernel.process.UserNamespace;

/** How a layer says that something of the layers beneath is gone: layer.md#whiteouts in archives, overlayfs.rst on disk. */
public final class Whiteout {
    static final String PREFIX = ".wh.";
    static final String OPAQUE = ".wh..wh..opq";
    /** Files with which AUFS kept its books; they were never content. */
    static final String METADATA = ".wh..wh.";

    private static final String TRUSTED_OPAQUE = "trusted.overlay.opaque";
    private static final String USER_OPAQUE = "user.overlay.opaque";

    private static final byte[] YES = "y".getBytes(StandardCharsets.US_ASCII);

    private Whiteout() {}

    /**
     * On disk: nothing of the directories beneath shows through one that has it. In a user namespace nobody can give or see {@code trusted.} ones, and overlayfs
     * takes the other (its option {@code userxattr}).
     */
    public static String opaqueAttribute() {
        return UserNamespace.isInitial() ? TRUSTED_OPAQUE : USER_OPAQUE;
    }

    public static byte[] opaqueValue() {
        return YES.clone();
    }

    /** On disk: a character device 0:0 hides the name beneath. */
    public static boolean isWhiteout(FileStatus status) {
        return status.type() == FileType.CHARACTER_DEVICE && status.special() == 0;
    }
}
