package sampan.oci.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import sampan.kernel.Fd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;

/** The engine's own folders. */
public final class Folders {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private Folders() {}

    /**
     * Opens a folder, made if need be. Only its owner may enter: files in it that are set-id to root, as images have them, must be out of
     * the reach of others (CVE-2021-41091).
     */
    public static Fd open(Path folder) throws IOException {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        return Open.open(folder, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
    }
}
