package sampan.oci.layer;

import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Chmod;
import sampan.kernel.file.Chown;
import sampan.kernel.file.Devices;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.FileType;
import sampan.kernel.file.Utimens;
import sampan.kernel.file.Xattr;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.oci.image.ImageFormatException;

/** Makes the entries of an archive in a directory, one after the other. A name is looked up only in a directory that is open. */
final class LayerWriter implements AutoCloseable {
    private static final int ENTRY_COST = 500;
    /**
     * Bytes above which it is worth while to do more for a file that replaces another, {@link ReplacedFiles#replacing} ahead and an exchange of names behind: ext4 writes a
     * file out when it takes another's name (auto_da_alloc), but not when the two exchange theirs, which saves a wait for the disk.
     */
    private static final long LARGE = 1 << 20;

    private static final long MAX_REMEMBERED = 16 << 20;

    private final Parents parents;
    private final Optional<RecipeWriter> recipe;
    /** What later entries would disturb: times, and default ACLs, which new files inherit. */
    private final Map<EntryPath, TarEntry> unfinished = new LinkedHashMap<>();

    /** About as many bytes as {@link #unfinished} takes. */
    private long remembered;

    private long size;

    private final ReplacedFiles replaced = new ReplacedFiles();

    /** Absent: a layer, with whiteouts, into a directory that is its own. */
    private final Optional<TreeRules> rules;

    private final EntryPath base;

    LayerWriter(RootDirectory root, Optional<RecipeWriter> recipe) {
        this.recipe = recipe;
        this.rules = Optional.empty();
        this.base = EntryPath.ROOT;
        this.parents = new Parents(root, TreeRules.Guard.NONE);
    }

    LayerWriter(RootDirectory root, TreeRules rules) {
        this.recipe = Optional.empty();
        this.rules = Optional.of(rules);
        this.base = EntryPath.of(rules.base());
        this.parents = new Parents(root, rules.guard());
    }

    /** Bytes of all files, holes included. */
    long size() {
        return size;
    }

    void write(TarEntry original, FileFill data) throws IOException {
        parents.sweep();
        EntryPath path = EntryPath.of(original.name());
        if (rules.isEmpty() && isMetadata(path)) {
            return;
        }
        TarEntry entry = EntryRules.apply(original, rules);
        if (path.isRoot()) {
            // As Docker: the root's own owner and mode stay what they are, the archive's are those of somebody's
            // folder.
            if (!(entry.content() instanceof TarEntry.Content.Directory)) {
                throw new ImageFormatException(
                        EntryPath.quoted(entry.name()) + " is the root, which stays a directory");
            }
            return;
        }
        EntryRules.checkOwner(entry);
        try {
            make(base.below(path), entry, data);
        } catch (SyscallException failed) {
            throw new IOException("cannot unpack " + path + ": " + Reason.of(failed), failed);
        }
    }

    static boolean isMetadata(EntryPath path) {
        int opaque = path.names().lastIndexOf(Whiteout.OPAQUE);
        for (int i = 0; i < path.names().size(); i++) {
            boolean marker = i == opaque && i == path.names().size() - 1;
            if (path.names().get(i).startsWith(Whiteout.METADATA) && !marker) {
                return true;
            }
        }
        return false;
    }

    private void make(EntryPath path, TarEntry entry, FileFill data) throws IOException {
        Folder parent = parents.directory(path.parent());
        if (rules.isEmpty() && path.last().equals(Whiteout.OPAQUE)) {
            Xattr.set(parent.descriptor(), Whiteout.opaqueAttribute(), Whiteout.opaqueValue());
            return;
        }
        if (rules.isEmpty() && path.last().startsWith(Whiteout.PREFIX)) {
            whiteout(parent, path);
            return;
        }
        byte[] name = EntryPath.bytes(path.last());
        switch (entry.content()) {
            case TarEntry.Content.Directory _ -> directory(parent, path, entry);
            case TarEntry.Content.File file -> file(parent, name, entry, file, data);
            case TarEntry.Content.HardLink link -> hardLink(parent, path, link);
            case TarEntry.Content.SymbolicLink link -> {
                EntryRules.checkTarget(path, link);
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
        if (rules.isPresent() && old.isPresent()) {
            refuseFolder(old.get(), name);
            rules.get().guard().mayReplace(parent, old.get());
        }
        boolean onTheWay =
                old.map(found -> found.isDirectory() || found.isSymlink()).orElse(false);
        if (recipe.isEmpty() || old.isEmpty() || !recipe.get().keepReplaced(parent, name, old.get())) {
            parent.removeTree(name);
        }
        if (onTheWay) {
            parents.forget();
        }
    }

    private static void refuseFolder(FileStatus old, byte[] name) throws TreeConflictException {
        if (old.isDirectory()) {
            throw conflict(name);
        }
    }

    private static TreeConflictException conflict(byte[] name) {
        return new TreeConflictException(
                "cannot overwrite directory " + EntryPath.quoted(TarWriter.name(name)) + " with non-directory");
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
            Xattr.set(directory, Whiteout.opaqueAttribute(), Whiteout.opaqueValue());
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
                if (rules.isPresent()) {
                    throw new TreeConflictException("cannot overwrite non-directory " + path + " with directory");
                }
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
        remembered += ENTRY_COST + path.weight() + entry.name().length();
        for (byte[] value : entry.xattrs().values()) {
            remembered += value.length;
        }
        if (remembered > MAX_REMEMBERED) {
            finish(); // later entries may then change a time: better than memory without bound
        }
    }

    private void file(Folder parent, byte[] name, TarEntry entry, TarEntry.Content.File file, FileFill data)
            throws IOException {
        if (rules.isPresent() && parent.find(name).isPresent()) {
            overwrite(parent, name, entry, file, data);
            return;
        }
        try {
            fresh(parent, name, entry, file, data);
        } catch (IOException failed) {
            if (rules.isPresent()) {
                parent.removeTree(name); // half a file is worse than none
            }
            throw failed;
        }
    }

    /** The old file stays until the new one is whole. */
    private void overwrite(Folder parent, byte[] name, TarEntry entry, TarEntry.Content.File file, FileFill data)
            throws IOException {
        Optional<FileStatus> old = parent.find(name);
        if (old.isPresent()) {
            refuseFolder(old.get(), name);
            rules.orElseThrow().guard().mayReplace(parent, old.get());
        }
        boolean large = file.size() > LARGE;
        if (large && old.isPresent()) {
            replaced.replacing(parent, name, old.get(), file.size());
        }
        byte[] temporary = temporaryName();
        try {
            fresh(parent, temporary, entry, file, data);
            if (!large || !exchanged(parent, temporary, name)) {
                parent.rename(temporary, parent, name);
            }
        } catch (IOException failed) {
            parent.removeTree(temporary);
            throw failed;
        }
        if (old.map(FileStatus::isSymlink).orElse(false)) {
            parents.forget();
        }
    }

    /** False when this file system cannot do it, or the old file is gone. */
    private boolean exchanged(Folder parent, byte[] temporary, byte[] name) throws IOException {
        try {
            parent.exchange(temporary, name);
        } catch (SyscallException unable) {
            return false;
        }
        if (parent.find(temporary).map(FileStatus::isDirectory).orElse(false)) {
            parent.exchange(temporary, name); // it came while the file was copied: nobody agreed to lose it
            throw conflict(name);
        }
        replaced.forget(parent, temporary);
        return true;
    }

    private static byte[] temporaryName() {
        return EntryPath.bytes(".sampan-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    }

    private void fresh(Folder parent, byte[] name, TarEntry entry, TarEntry.Content.File file, FileFill data)
            throws IOException {
        try (Fd target = replace(parent, name, () -> parent.createFile(name, 0600))) {
            boolean noted = recipe.isPresent() && recipe.get().file(parent, name, file.extents());
            data.fill(target, file, !noted);
            TarEntry.Attributes attributes = entry.attributes();
            Chown.of(target, attributes.uid(), attributes.gid());
            Xattrs.set(target, entry.xattrs()); // after chown, which takes capabilities away
            Chmod.of(target, attributes.mode()); // after chown, which takes set-id bits away
            Utimens.of(target, time(entry), time(entry));
        }
        size += file.size();
    }

    private void hardLink(Folder parent, EntryPath path, TarEntry.Content.HardLink link) throws IOException {
        EntryPath target = base.below(EntryPath.of(link.target()));
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
