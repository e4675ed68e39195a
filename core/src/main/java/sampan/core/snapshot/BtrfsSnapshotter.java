package sampan.core.snapshot;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Chmod;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Readlink;
import sampan.kernel.file.Rename;
import sampan.kernel.file.Stat;
import sampan.kernel.file.Subvolume;
import sampan.kernel.file.Symlink;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.image.Digest;

/**
 * An image's layers become one subvolume when the first container is made of them, and each container is a snapshot of that: there at once, and
 * gone at once.
 *
 * <p>The image's subvolume lies beside its topmost layer, and goes with it.
 */
final class BtrfsSnapshotter extends WholeSnapshotter {
    static final String NAME = "btrfs";

    private static final String BASE = ".btrfs-";
    /** Beside a container's root: a link to what that is a snapshot of. */
    private static final byte[] ORIGIN = "image".getBytes(US_ASCII);

    private static final byte[] ROOT_NAME = ROOT.getBytes(US_ASCII);
    private static final int SHORT = 16;
    private static final int DIRECTORY = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;

    BtrfsSnapshotter(SnapshotFolders folders) {
        super(folders);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    void fill(String containerId, List<Path> layers) throws IOException {
        folders.make(containerId);
        try (Fd folder = folders.folder(containerId)) {
            if (layers.isEmpty()) {
                empty(folder, ROOT_NAME);
            } else {
                try (Fd base = base(layers)) {
                    Symlink.at(basePath(layers).toString().getBytes(UTF_8), folder, ORIGIN);
                    Subvolume.snapshot(base, folder, ROOT_NAME);
                }
            }
        } catch (IOException failed) {
            folders.remove(containerId);
            throw failed;
        }
    }

    private static void empty(Fd folder, byte[] name) throws IOException {
        Subvolume.create(folder, name);
        Chmod.at(folder, name, 0755);
    }

    private static Path basePath(List<Path> layers) {
        String all = String.join("\n", layers.stream().map(Path::toString).toList());
        String key = Digest.sha256(all.getBytes(UTF_8)).hex().substring(0, SHORT);
        Path top = layers.getFirst().toAbsolutePath();
        return top.resolveSibling(top.getFileName() + BASE + key);
    }

    /** The image's subvolume, made when it is not there; one at a time. */
    private synchronized Fd base(List<Path> layers) throws IOException {
        Path base = basePath(layers);
        byte[] name = String.valueOf(base.getFileName()).getBytes(UTF_8);
        try (Fd beside = Open.open(base.resolveSibling("."), DIRECTORY)) {
            if (Stat.find(beside, name).isEmpty()) {
                build(layers, beside, name);
            }
            return Open.at(beside, name, DIRECTORY, 0);
        }
    }

    /** It gets its name when it is whole and on the disk. */
    private static void build(List<Path> layers, Fd beside, byte[] name) throws IOException {
        byte[] draft = (new String(name, UTF_8) + "-" + UUID.randomUUID()).getBytes(UTF_8);
        empty(beside, draft);
        try (RootDirectory target = RootDirectory.of(Open.at(beside, draft, DIRECTORY, 0))) {
            CopySnapshotter.copy(layers, target);
            Rename.keep(beside, draft, beside, name);
        } catch (IOException failed) {
            Subvolume.destroy(beside, draft);
            throw failed;
        }
    }

    /** The files that are not those of the image any more: what is shared has the same number in both. */
    @Override
    public long usage(String containerId) {
        try (Fd folder = folders.folder(containerId);
                RootDirectory image = RootDirectory.open(Path.of(new String(Readlink.at(folder, ORIGIN), UTF_8)))) {
            return usage(containerId, image);
        } catch (SyscallException missing) {
            return super.usage(
                    containerId); // the image's subvolume is made anew with the next container: all is its own
        } catch (IOException failed) {
            throw Snapshotters.failure("cannot measure the container's files", failed);
        }
    }

    private long usage(String containerId, RootDirectory image) throws IOException {
        long[] bytes = {0};
        try (RootDirectory root = folders.open(containerId, ROOT);
                Folder top = root.folder(RootPath.root())) {
            top.walk(place -> {
                FileStatus status = place.status();
                boolean own = !status.isDirectory() && !isSame(status, image.findLink(place.path()));
                bytes[0] += own ? status.size() / Math.max(1, status.links()) : 0;
                return true;
            });
        }
        return bytes[0];
    }

    private static boolean isSame(FileStatus status, Optional<FileStatus> before) {
        return before.map(old -> old.inode() == status.inode()
                        && old.size() == status.size()
                        && old.modified().equals(status.modified()))
                .orElse(false);
    }

    @Override
    public void remove(String containerId) {
        try (Fd folder = folders.folder(containerId)) {
            Subvolume.destroy(folder, ROOT_NAME);
        } catch (SyscallException failed) {
            boolean known = failed.is(Errno.ENOENT) || failed.is(Errno.EINVAL) || failed.is(Errno.EBUSY);
            if (!known) { // not there, a plain folder, or in use: as any other folder, then
                throw Snapshotters.failure("cannot remove the container's files", failed);
            }
        } catch (IOException failed) {
            throw Snapshotters.failure("cannot remove the container's files", failed);
        }
        super.remove(containerId);
    }
}
