package sampan.oci.layer;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.file.Devices;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Stat;
import sampan.kernel.rootfs.Folder;

/**
 * Puts files of folders into an archive, one after the other: what has several names and was put there before becomes a hard link. Sockets
 * are left out: no archive can hold one.
 */
public final class TreePacker {
    private final EntrySink sink;
    private final Opener opener;
    /** First name of each file with several, by device and inode. */
    private final Map<Identity, String> linked = new HashMap<>();

    private record Identity(long device, long inode) {}

    /** How a regular file is opened to be read. */
    @FunctionalInterface
    public interface Opener {
        /** @param as its name in the archive */
        Fd open(Folder folder, byte[] name, String as) throws IOException;
    }

    public TreePacker(EntrySink sink) {
        this(sink, (folder, name, _) -> folder.openRegular(name));
    }

    public TreePacker(EntrySink sink, Opener opener) {
        this.sink = sink;
        this.opener = opener;
    }

    /**
     * Adds what has this name in the folder; of a directory itself, not what is in it.
     *
     * @param as the name in the archive, each byte one character
     */
    public void add(Folder folder, byte[] name, FileStatus status, String as) throws IOException {
        Optional<TarEntry.Content> content = content(folder, name, status);
        if (content.isPresent()) {
            String first = status.isDirectory() || status.links() < 2 ? null : linked.putIfAbsent(identity(status), as);
            if (first == null) {
                add(folder, name, status, new TarEntry(as, attributes(status), content.get(), Map.of()));
            } else {
                sink.write(new TarEntry(as, attributes(status), new TarEntry.Content.HardLink(first), Map.of()));
            }
        }
    }

    /** Adds a directory that is not to be looked up by name: the top of a tree. */
    public void addTop(Folder folder, String as) throws IOException {
        FileStatus status = Stat.of(folder.descriptor());
        sink.write(
                new TarEntry(as, attributes(status), new TarEntry.Content.Directory(), Xattrs.of(folder.descriptor())));
    }

    private void add(Folder folder, byte[] name, FileStatus status, TarEntry entry) throws IOException {
        if (!status.isRegular()) {
            sink.write(entry.withXattrs(xattrs(folder, name)));
            return;
        }
        try (Fd file = opener.open(folder, name, entry.name())) {
            FileStatus now = Stat.of(file);
            TarEntry.Content.File content = new TarEntry.Content.File(now.size(), Extents.of(file, now));
            sink.write(new TarEntry(entry.name(), attributes(now), content, Xattrs.of(file)), content, file);
        }
    }

    private static Map<String, byte[]> xattrs(Folder folder, byte[] name) throws IOException {
        try (Fd place = folder.locate(name)) {
            return Xattrs.of(place);
        }
    }

    private static Identity identity(FileStatus status) {
        return new Identity(status.device(), status.inode());
    }

    static TarEntry.Attributes attributes(FileStatus status) {
        return new TarEntry.Attributes(
                status.mode(), status.uid(), status.gid(), status.modified().getEpochSecond(), 0);
    }

    private static Optional<TarEntry.Content> content(Folder folder, byte[] name, FileStatus status)
            throws IOException {
        return switch (status.type()) {
            case REGULAR -> Optional.of(new TarEntry.Content.File(0, List.of()));
            case DIRECTORY -> Optional.of(new TarEntry.Content.Directory());
            case SYMLINK -> Optional.of(new TarEntry.Content.SymbolicLink(TarWriter.name(folder.readlink(name))));
            case FIFO -> Optional.of(new TarEntry.Content.Fifo());
            case CHARACTER_DEVICE -> Optional.of(device(true, status));
            case BLOCK_DEVICE -> Optional.of(device(false, status));
            case SOCKET, UNKNOWN -> Optional.empty();
        };
    }

    private static TarEntry.Content device(boolean character, FileStatus status) {
        return new TarEntry.Content.Device(
                character, (int) Devices.major(status.special()), (int) Devices.minor(status.special()));
    }
}
