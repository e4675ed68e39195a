package sampan.oci.layer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.Ownership;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.image.ImageFormatException;

/** The directories of a tree that were used last, open: an archive's entries come folder by folder. */
final class Parents implements AutoCloseable {
    private static final int KEPT = 32;
    private static final Ownership IMPLIED = new Ownership(0755, 0, 0);
    private static final int DIRECTORY_ITSELF = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;

    private final RootDirectory root;
    private final Map<EntryPath, Folder> open = new LinkedHashMap<>(KEPT, 0.75f, true);
    /** No longer to be found, but perhaps still in use for the entry at hand. */
    private final List<Folder> retired = new ArrayList<>();

    private final TreeRules.Guard guard;

    /** The root stays the caller's. */
    Parents(RootDirectory root, TreeRules.Guard guard) {
        this.root = root;
        this.guard = guard;
    }

    /** The directory, made with its parents when it is not there; open until {@link #sweep}. */
    Folder directory(EntryPath path) throws IOException {
        Folder known = open.get(path);
        if (known != null) {
            return known;
        }
        try {
            Folder made = keep(path, root.makeFolder(path.inRoot(), IMPLIED));
            guard.mayChange(path.inRoot(), made);
            return made;
        } catch (SyscallException failed) {
            if (leadsNowhere(failed)) {
                throw new ImageFormatException(path + " is needed as a directory, and is none", failed);
            }
            throw failed;
        }
    }

    /** The directory if it is there; open until {@link #sweep}. */
    Optional<Folder> existing(EntryPath path) throws IOException {
        Folder known = open.get(path);
        try {
            return Optional.of(known != null ? known : keep(path, root.folder(path.inRoot())));
        } catch (SyscallException failed) {
            if (leadsNowhere(failed)) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private static boolean leadsNowhere(SyscallException failed) {
        return failed.is(Errno.ENOENT) || failed.is(Errno.ENOTDIR) || failed.is(Errno.ELOOP) || failed.is(Errno.EEXIST);
    }

    private Folder keep(EntryPath path, Folder folder) {
        if (open.size() == KEPT) {
            Map.Entry<EntryPath, Folder> eldest = open.entrySet().iterator().next();
            retired.add(eldest.getValue());
            open.remove(eldest.getKey());
        }
        open.put(path, folder);
        return folder;
    }

    /** The directory itself, no link to one; for the caller to close. */
    Optional<Fd> find(EntryPath path) throws IOException {
        RootPath place = path.inRoot();
        try {
            return Optional.of(root.open(place, DIRECTORY_ITSELF, 0));
        } catch (SyscallException failed) {
            if (leadsNowhere(failed)) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    /** To be called when a name that may have been a directory, or a link to one, goes away. */
    void forget() {
        retired.addAll(open.values());
        open.clear();
    }

    /** Between two entries: closes what is out of use. */
    void sweep() {
        retired.forEach(Folder::close);
        retired.clear();
    }

    @Override
    public void close() {
        forget();
        sweep();
    }
}
