package sampan.core.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import sampan.core.error.EngineException;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Chmod;
import sampan.kernel.file.Directory;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Mkdir;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Stat;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.store.Folders;
import sampan.oci.store.Trash;

/** {@code snapshots/<container>}: one folder each, which only root may enter. */
final class SnapshotFolders implements AutoCloseable {
    /** What is safe as a file name. CVE-2014-9358. */
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");

    private static final int DIRECTORY = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;

    private final Path path;
    private final Fd folder;
    private final Trash trash;

    private SnapshotFolders(Path path, Fd folder, Trash trash) {
        this.path = path;
        this.folder = folder;
        this.trash = trash;
    }

    static SnapshotFolders open(Path dataRoot, Trash trash) throws IOException {
        Path path = dataRoot.resolve("snapshots");
        return new SnapshotFolders(path, Folders.open(path), trash);
    }

    private static String checked(String id) {
        if (!ID.matcher(id).matches()) {
            throw new EngineException.InvalidArgument("invalid container id: " + id);
        }
        return id;
    }

    Path path(String id, String name) {
        return path.resolve(checked(id)).resolve(name);
    }

    /** Makes the folder and these in it, with the mode a root directory has; all or none. */
    void make(String id, String... names) throws IOException {
        Mkdir.at(folder, checked(id), 0700);
        try (Fd made = Open.at(folder, id, DIRECTORY, 0)) {
            for (String name : names) {
                Mkdir.at(made, name, 0755);
                Chmod.at(made, name.getBytes(UTF_8), 0755);
            }
        } catch (IOException failed) {
            remove(id);
            throw failed;
        }
    }

    /** For the caller to close. */
    Fd folder(String id) throws IOException {
        return Open.at(folder, checked(id), DIRECTORY, 0);
    }

    RootDirectory open(String id, String name) throws IOException {
        try (Fd found = folder(id)) {
            return RootDirectory.of(Open.at(found, name, DIRECTORY, 0));
        } catch (SyscallException failed) {
            if (failed.is(Errno.ENOENT)) {
                if (Stat.find(folder, id.getBytes(UTF_8)).isPresent()) {
                    throw new EngineException.Conflict(
                            "container " + id
                                    + " was made with another storage driver: start the engine with that, or remove the container");
                }
                throw new EngineException.NotFound("container " + id + " has no root file system");
            }
            throw failed;
        }
    }

    void remove(String id) throws IOException {
        trash.discard(folder, checked(id).getBytes(UTF_8));
    }

    List<String> list() throws IOException {
        return Directory.list(folder).stream().map(Directory.Entry::text).toList();
    }

    /** Bytes on disk. */
    long usage(String id, String name) throws IOException {
        long[] bytes = {0};
        try (RootDirectory root = open(id, name);
                Folder top = root.folder(RootPath.root())) {
            top.walk(place -> {
                FileStatus status = place.status();
                bytes[0] += status.isDirectory() ? 0 : status.size() / Math.max(1, status.links());
                return true;
            });
        }
        return bytes[0];
    }

    @Override
    public void close() {
        folder.close();
    }
}
