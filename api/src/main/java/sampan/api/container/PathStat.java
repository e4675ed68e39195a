package sampan.api.container;

import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import sampan.api.call.Json;
import sampan.core.config.ConfigJson;
import sampan.core.files.CopySource;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.FileType;

/** What the header {@code X-Docker-Container-Path-Stat} says of a file. */
final class PathStat {
    static final String HEADER = "X-Docker-Container-Path-Stat";

    private static final int SET_UID = 04000;
    private static final int SET_GID = 02000;
    private static final int STICKY = 01000;
    private static final int PERMISSIONS = 0777;

    private PathStat() {}

    /** In Base64, as it travels. */
    static String of(CopySource source, String name) throws IOException {
        FileStatus status = source.status();
        byte[] json = ConfigJson.MAPPER.writeValueAsBytes(Json.object()
                .put("name", name)
                .put("size", status.size())
                .put("mode", mode(status))
                .put("mtime", time(status).toString())
                .put("linkTarget", source.linkTarget()));
        return Base64.getEncoder().encodeToString(json);
    }

    private static Instant time(FileStatus status) {
        return status.modified();
    }

    /** Go's os.FileMode. */
    private static long mode(FileStatus status) {
        long bits = status.mode() & PERMISSIONS;
        bits |= (status.mode() & SET_UID) != 0 ? 1L << 23 : 0;
        bits |= (status.mode() & SET_GID) != 0 ? 1L << 22 : 0;
        bits |= (status.mode() & STICKY) != 0 ? 1L << 20 : 0;
        return bits | type(status.type());
    }

    private static long type(FileType type) {
        return switch (type) {
            case DIRECTORY -> 1L << 31;
            case SYMLINK -> 1L << 27;
            case BLOCK_DEVICE -> 1L << 26;
            case CHARACTER_DEVICE -> 1L << 26 | 1L << 21;
            case FIFO -> 1L << 25;
            case SOCKET -> 1L << 24;
            case REGULAR -> 0;
            case UNKNOWN -> 1L << 19;
        };
    }
}
