package sampan.oci.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sampan.kernel.Fd;
import sampan.kernel.file.Directory;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Sync;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;

/** The engine's own folders. */
public final class Folders {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private Folders() {}

    /**
     * Opens a folder, made if need be. Only its owner may enter: files in it that are set-id to root, as images have them, must be out of
     * the reach of others (CVE-2021-41091).
     */
    public static Fd open(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            make(folder);
        }
        return Open.open(folder, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
    }

    /** With the names it has in the folders above, on the disk. */
    private static void make(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent == null) {
            return;
        }
        try (Fd above = open(parent)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Sync.file(above);
        }
    }

    /** The names in a folder that are digests; others are of things half made. */
    static List<Digest> digestsIn(Fd folder) throws IOException {
        List<Digest> digests = new ArrayList<>();
        for (Directory.Entry entry : Directory.list(folder)) {
            digest(entry.text()).ifPresent(digests::add);
        }
        return digests;
    }

    private static Optional<Digest> digest(String name) {
        try {
            return Optional.of(Digest.parse(Digest.Algorithm.SHA256.label() + ":" + name));
        } catch (ImageFormatException notOurs) {
            return Optional.empty();
        }
    }
}
