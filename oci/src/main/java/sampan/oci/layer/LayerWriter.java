package sampan.oci.layer;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Chmod;
import sampan.kernel.file.Chown;
import sampan.kernel.file.Devices;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.FileType;
import sampan.kernel.file.Seek;
import sampan.kernel.file.Truncate;
import sampan.kernel.file.Utimens;
import sampan.kernel.file.Write;
import sampan.kernel.file.Xattr;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.oci.image.ImageFormatException;

/** Makes the entries of an archive in a directory, one after the other. A name is looked up only in a directory that is open. */
final class LayerWriter implements AutoCloseable {
    /** No user or group has this id: to chown(2) it means "leave it". */
    private static final long NO_ID = 0xffff_ffffL;

    private static final int ENTRY_COST = 500;
    private static final long MAX_REMEMBERED = 32 << 20;

    private final Parents parents;
    private final Optional<RecipeWriter> recipe;
    /** What later entries would disturb: times, and default ACLs, which new files inherit. */
    private final Map<EntryPath, TarEntry> unfinished = new LinkedHashMap<>();

    /** About as many bytes as {@link #unfinished} takes. */
    private long remembered;

    private long size;

    LayerWriter(RootDirectory root, Optional<RecipeWriter> recipe) {
        this.parents = new Parents(root);
        this.recipe = recipe;
    }

    /** Bytes of all files, holes included. */
    long size() {
        return size;
    }

    void write(TarEntry entry, TarReader data) throws IOException {
        parents.sweep();
        EntryPath path = EntryPath.of(entry.name());
        if (isMetadata(path)) {
            return;
        }
        if (path.isRoot()) {
            // As Docker: the root's own owner and mode stay what they are, the archive's are those of somebody's
            // folder.
            if (!(entry.content() instanceof TarEntry.Content.Directory)) {
                throw new ImageFormatException(
                        EntryPath.quoted(entry.name()) + " is the root, which stays a directory");
            }
            return;
        }
        checkOwner(entry);
        try {
            make(path, entry, data);
        } catch (SyscallException failed) {
            throw new IOException("cannot unpack " + path + ": " + Reason.of(failed), failed);
        }
    }

    private static boolean isMetadata(EntryPath path) {
        int opaque = path.names().lastIndexOf(Whiteout.OPAQUE);
        for (int i = 0; i < path.names().size(); i++) {
            boolean marker = i == opaque && i == path.names().size() - 1;
            if (path.names().get(i).startsWith(Whiteout.METADATA) && !marker) {
                return true;
            }
        }
        return false;
    }

    private static void checkOwner(TarEntry entry) throws ImageFormatException {
        long uid = entry.attributes().uid();
        long gid = entry.attributes().gid();
        if (uid < 0 || uid >= NO_ID || gid < 0 || gid >= NO_ID) {
            throw new ImageFormatException(
                    EntryPath.quoted(entry.name()) + " has an owner out of range: " + uid + ":" + gid);
        }
    }

    private void make(EntryPath path, TarEntry entry, TarReader data) throws IOException {
        Folder parent = parents.directory(path.parent());
        if (path.last().equals(Whiteout.OPAQUE)) {
            Xattr.set(parent.descriptor(), Whiteout.OPAQUE_XATTR, Whiteout.opaqueValue());
            return;
        }
        if (path.last().startsWith(Whiteout.PREFIX)) {
            whiteout(parent, path);
            return;
        }
        byte[] name = EntryPath.bytes(path.last());
        switch (entry.content()) {
            case TarEntry.Content.Directory _ -> directory(parent, path, entry);
            case TarEntry.Content.File file -> file(parent, name, entry, file, data);
            case TarEntry.Content.HardLink link -> hardLink(parent, path, link);
            case TarEntry.Content.SymbolicLink link -> {
                checkTarget(path, link);
                replacing(parent, name, () -> parent.symlink(name, EntryPath.bytes(link.target())));
                parent.chown(name, entry.attributes().uid(), entry.attributes().gid());
                parent.setTimes(name, time(entry), time(entry));
            }
            case TarEntry.Content.Device device ->
                node(
                        parent,
                        name,
                        entry,
                        device.character() ? FileType.CHARACTER_DEVICE : FileType.BLOCK_DEVICE,
                        Devices.makedev(device.major(), device.minor()));
            case TarEntry.Content.Fifo _ -> node(parent, name, entry, FileType.FIFO, 0);
        }
    }

    private static void checkTarget(EntryPath path, TarEntry.Content.SymbolicLink link) throws ImageFormatException {
        if (link.target().isEmpty()) {
            throw new ImageFormatException(path + " is a symbolic link without a target");
        }
        if (link.target().length() > EntryPath.MAX_PATH) {
            throw new ImageFormatException(path + " is a symbolic link with too long a target");
        }
    }

    /** A call that makes a name. */
    @FunctionalInterface
    private interface Making<T> {
        T make() throws IOException;
    }

    /** A call that makes a name and returns nothing. */
    @FunctionalInterface
    private interface PlainMaking {
        void make() throws IOException;
    }

    private void replacing(Folder parent, byte[] name, PlainMaking making) throws IOException {
        Folder unchanged = replace(parent, name, () -> {
            making.make();
            return parent;
        });
        assert unchanged == parent;
    }

    /** Makes a name; what had it before goes away, as later entries win. */
    private <T> T replace(Folder parent, byte[] name, Making<T> making) throws IOException {
        try {
            return making.make();
        } catch (SyscallException failed) {
            if (!failed.is(Errno.EEXIST)) {
                throw failed;
            }
            remove(parent, name);
            return making.make();
        }
    }

    private void remove(Folder parent, byte[] name) throws IOException {
        Optional<FileStatus> old = parent.find(name);
        boolean onTheWay =
                old.map(found -> found.isDirectory() || found.isSymlink()).orElse(false);
        if (recipe.isEmpty() || old.isEmpty() || !recipe.get().keepReplaced(parent, name, old.get())) {
            parent.removeTree(name);
        }
        if (onTheWay) {
            parents.forget();
        }
    }

    private void whiteout(Folder parent, EntryPath path) throws IOException {
        String hidden = path.last().substring(Whiteout.PREFIX.length());
        if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
            throw new ImageFormatException(path + " is no valid whiteout");
        }
        byte[] name = EntryPath.bytes(hidden);
        try {
            parent.makeNode(name, FileType.CHARACTER_DEVICE, 0, 0);
        } catch (SyscallException failed) {
            if (!failed.is(Errno.EEXIST)) {
                throw failed;
            }
            // A whiteout is about the layers beneath: what this layer brings stays, and hides what had the name there.
            if (parent.find(name).map(FileStatus::isDirectory).orElse(false)) {
                makeOpaque(parent, name);
            }
        }
    }

    private static void makeOpaque(Folder parent, byte[] name) throws IOException {
        try (Fd directory = parent.locate(name)) {
            Xattr.set(directory, Whiteout.OPAQUE_XATTR, Whiteout.opaqueValue());
        }
    }

    private void directory(Folder parent, EntryPath path, TarEntry entry) throws IOException {
        byte[] name = EntryPath.bytes(path.last());
        try {
            parent.makeDirectory(name, 0700);
        } catch (SyscallException failed) {
            if (!failed.is(Errno.EEXIST)) {
                throw failed;
            }
            FileStatus found = parent.find(name).orElseThrow(() -> failed);
            if (!found.isDirectory()) {
                remove(parent, name);
                parent.makeDirectory(name, 0700);
            }
            if (Whiteout.isWhiteout(found)) {
                makeOpaque(parent, name);
            }
        }
        parent.chown(name, entry.attributes().uid(), entry.attributes().gid());
        parent.chmod(name, entry.attributes().mode());
        unfinished.put(path, entry);
        remembered += ENTRY_COST + 2L * entry.name().length();
        for (byte[] value : entry.xattrs().values()) {
            remembered += value.length;
        }
        if (remembered > MAX_REMEMBERED) {
            finish(); // later entries may then change a time: better than memory without bound
        }
    }

    private void file(Folder parent, byte[] name, TarEntry entry, TarEntry.Content.File file, TarReader data)
            throws IOException {
        try (Fd target = replace(parent, name, () -> parent.createFile(name, 0600))) {
            boolean noted = recipe.isPresent() && recipe.get().file(parent, name, data.extents());
            fill(target, file, data, !noted);
            TarEntry.Attributes attributes = entry.attributes();
            Chown.of(target, attributes.uid(), attributes.gid());
            Xattrs.set(target, entry.xattrs()); // after chown, which takes capabilities away
            Chmod.of(target, attributes.mode()); // after chown, which takes set-id bits away
            Utimens.of(target, time(entry), time(entry));
        }
        size += file.size();
    }

    private static void fill(Fd target, TarEntry.Content.File file, TarReader data, boolean recorded)
            throws IOException {
        boolean sparse = file.size() > 0
                && !(file.extents().size() == 1 && file.extents().getFirst().length() == file.size());
        if (sparse) {
            Truncate.of(target, file.size());
        }
        long[] position = {0};
        data.body(
                (offset, bytes, from, length) -> {
                    if (offset != position[0]) {
                        Seek.to(target, offset);
                    }
                    Write.fully(target, bytes, from, length);
                    position[0] = offset + length;
                },
                recorded);
    }

    private void hardLink(Folder parent, EntryPath path, TarEntry.Content.HardLink link) throws IOException {
        EntryPath target = EntryPath.of(link.target());
        byte[] name = EntryPath.bytes(path.last());
        if (target.isRoot()) {
            throw new ImageFormatException(path + " is a hard link to the root");
        }
        byte[] targetName = EntryPath.bytes(target.last());
        Optional<Folder> from = parents.existing(target.parent());
        Optional<FileStatus> found =
                from.isEmpty() ? Optional.empty() : from.get().find(targetName);
        if (from.isEmpty() || found.isEmpty() || found.get().isDirectory()) {
            throw new ImageFormatException(path + " is a hard link to " + target + ", which is "
                    + (found.isEmpty() ? "not there" : "a directory"));
        }
        boolean same = parent.find(name).map(found.get()::sameFile).orElse(false);
        if (!same) { // else removing the old name could remove the last one
            replacing(parent, name, () -> parent.link(name, from.get(), targetName));
        }
    }

    private void node(Folder parent, byte[] name, TarEntry entry, FileType type, long device) throws IOException {
        replacing(parent, name, () -> parent.makeNode(name, type, 0600, device));
        parent.chown(name, entry.attributes().uid(), entry.attributes().gid());
        parent.chmod(name, entry.attributes().mode());
        parent.setTimes(name, time(entry), time(entry));
    }

    /** The last strokes, deepest last entries first, so that no directory is touched after its times were set. */
    void finish() throws IOException {
        parents.forget();
        for (Map.Entry<EntryPath, TarEntry> entry : unfinished.entrySet()) {
            Optional<Fd> directory = parents.find(entry.getKey());
            if (directory.isPresent()) {
                try (Fd open = directory.get()) {
                    Xattrs.set(open, entry.getValue().xattrs());
                    Utimens.of(open, time(entry.getValue()), time(entry.getValue()));
                }
            }
        }
        unfinished.clear();
        remembered = 0;
    }

    private static Instant time(TarEntry entry) {
        long seconds =
                Math.clamp(entry.attributes().seconds(), Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
        return Instant.ofEpochSecond(seconds, entry.attributes().nanos());
    }

    @Override
    public void close() {
        parents.close();
    }
}
