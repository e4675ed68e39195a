package sampan.oci.layer;

import java.nio.charset.StandardCharsets;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.FileType;

/** How a layer says that something of the layers beneath is gone: layer.md#whiteouts in archives, overlayfs.rst on disk. */
public final class Whiteout {
    static final String PREFIX = ".wh.";
    static final String OPAQUE = ".wh..wh..opq";
    /** Files with which AUFS kept its books; they were never content. */
    static final String METADATA = ".wh..wh.";

    /** On disk: nothing of the directories beneath shows through this one. */
    public static final String OPAQUE_XATTR = "trusted.overlay.opaque";

    private static final byte[] YES = "y".getBytes(StandardCharsets.US_ASCII);

    private Whiteout() {}

    public static byte[] opaqueValue() {
        return YES.clone();
    }

    /** On disk: a character device 0:0 hides the name beneath. */
    public static boolean isWhiteout(FileStatus status) {
        return status.type() == FileType.CHARACTER_DEVICE && status.special() == 0;
    }
}
