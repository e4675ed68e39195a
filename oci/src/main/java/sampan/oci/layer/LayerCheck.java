package sampan.oci.layer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.file.Devices;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.FileType;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Stat;
import sampan.kernel.file.Xattr;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.image.Digest;

/**
 * Holds an unpacked layer against the archive it came from, byte for byte: the archive is made again, and must have the layer's digest; and
 * what its headers say of each name must be what lies there, which the digest alone does not tell of links, devices, empty files and modes.
 */
public final class LayerCheck implements AutoCloseable {
    private static final int MOST = 100;
    private static final int DIRECTORY = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;

    private final Parents parents;
    /** What does not fit, by the folder and name it lies at: a later entry of the archive may have put it there. */
    private final Map<String, String> wrong = new LinkedHashMap<>();

    private boolean replaced;

    private LayerCheck(RootDirectory content) {
        this.parents = new Parents(content, TreeRules.Guard.NONE);
    }

    /**
     * Looks at all of it.
     *
     * @param layer what {@link RecipeWriter} made; stays the caller's
     * @return what is wrong, in a few words; nothing when it is whole
     */
    public static List<String> differences(RootDirectory layer, RecipeReader recipe, Digest diffId) {
        try (InputStream archive = recipe.stream();
                HashedFeed feed = new HashedFeed(archive);
                RootDirectory content =
                        RootDirectory.of(layer.open(RootPath.of(EntryPath.bytes(RecipeFormat.CONTENT)), DIRECTORY, 0));
                LayerCheck check = new LayerCheck(content)) {
            check.entries(new TarReader(feed));
            if (!feed.finish().equals(diffId)) {
                return List.of("a file has other bytes than it had");
            }
            return check.replaced || recipe.replaces() ? List.of() : List.copyOf(check.wrong.values());
        } catch (IOException failed) {
            return List.of(Reason.of(failed));
        }
    }

    private void entries(TarReader reader) throws IOException {
        for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            parents.sweep();
            EntryPath path = EntryPath.of(entry.get().name());
            if (!path.isRoot() && !LayerWriter.isMetadata(path)) {
                look(path, entry.get());
            }
        }
    }

    private void look(EntryPath path, TarEntry entry) throws IOException {
        Optional<Folder> parent = parents.existing(path.parent());
        if (parent.isEmpty()) {
            note(path.toString(), path + " is missing");
            return;
        }
        String place = Stat.of(parent.get().descriptor()).inode() + "/" + path.last();
        Optional<String> problem = problem(parent.get(), path, entry);
        if (problem.isPresent()) {
            note(place, path + " " + problem.get());
        } else if (wrong.remove(place) != null) {
            replaced = true;
        }
    }

    private void note(String place, String sentence) {
        if (wrong.size() < MOST) {
            wrong.put(place, sentence);
        }
    }

    private Optional<String> problem(Folder parent, EntryPath path, TarEntry entry) throws IOException {
        if (path.last().equals(Whiteout.OPAQUE)) {
            return LayerMerge.isOpaque(parent.descriptor()) ? Optional.empty() : Optional.of("is missing");
        }
        boolean whiteout = path.last().startsWith(Whiteout.PREFIX);
        byte[] name = EntryPath.bytes(whiteout ? path.last().substring(Whiteout.PREFIX.length()) : path.last());
        Optional<FileStatus> found = parent.find(name);
        if (found.isEmpty()) {
            return Optional.of("is missing");
        }
        return whiteout ? Optional.empty() : difference(parent, name, entry, found.get());
    }

    private Optional<String> difference(Folder parent, byte[] name, TarEntry entry, FileStatus found)
            throws IOException {
        if (entry.content() instanceof TarEntry.Content.HardLink(String target)) {
            return sameFile(target, found) ? Optional.empty() : Optional.of("is no link to what it was one to");
        }
        if (!fits(entry.content(), found)) {
            return Optional.of("is something else than it was");
        }
        if (entry.content() instanceof TarEntry.Content.SymbolicLink(String target)
                && !Arrays.equals(parent.readlink(name), EntryPath.bytes(target))) {
            return Optional.of("leads elsewhere than it did");
        }
        return otherAttributes(parent, name, entry, found).map(what -> "has another " + what + " than it had");
    }

    private static Optional<String> otherAttributes(Folder parent, byte[] name, TarEntry entry, FileStatus found)
            throws IOException {
        TarEntry.Attributes attributes = entry.attributes();
        if (found.uid() != attributes.uid() || found.gid() != attributes.gid()) {
            return Optional.of("owner");
        }
        if (!found.isSymlink() && found.mode() != attributes.mode()) {
            return Optional.of("mode");
        }
        return attributesDiffer(parent, name, entry) ? Optional.of("extended attribute") : Optional.empty();
    }

    private boolean sameFile(String target, FileStatus found) throws IOException {
        EntryPath path = EntryPath.of(target);
        Optional<Folder> folder = parents.existing(path.parent());
        Optional<FileStatus> other =
                folder.isEmpty() ? Optional.empty() : folder.get().find(EntryPath.bytes(path.last()));
        return other.map(found::sameFile).orElse(false);
    }

    private static boolean fits(TarEntry.Content content, FileStatus found) {
        return switch (content) {
            case TarEntry.Content.File file -> found.isRegular() && found.size() == file.size();
            case TarEntry.Content.Directory _ -> found.isDirectory();
            case TarEntry.Content.SymbolicLink _ -> found.isSymlink();
            case TarEntry.Content.HardLink _ -> true;
            case TarEntry.Content.Fifo _ -> found.type() == FileType.FIFO;
            case TarEntry.Content.Device device ->
                found.type() == (device.character() ? FileType.CHARACTER_DEVICE : FileType.BLOCK_DEVICE)
                        && found.special() == Devices.makedev(device.major(), device.minor());
        };
    }

    /** One that is missing may be one that this file system cannot keep; of ACLs, chmod(2) writes a part. */
    private static boolean attributesDiffer(Folder parent, byte[] name, TarEntry entry) throws IOException {
        if (entry.xattrs().isEmpty()) {
            return false;
        }
        try (Fd file = parent.locate(name)) {
            for (Map.Entry<String, byte[]> xattr : entry.xattrs().entrySet()) {
                String key = xattr.getKey();
                boolean compared = Xattrs.isContent(key) && !key.startsWith("system.");
                Optional<byte[]> value = compared ? Xattr.get(file, key) : Optional.empty();
                boolean lost = value.isEmpty() && key.equals("security.capability");
                if (lost || (value.isPresent() && !Arrays.equals(value.get(), xattr.getValue()))) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void close() {
        parents.close();
    }
}
