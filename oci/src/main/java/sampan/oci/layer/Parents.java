package sampan.oci.layer;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Chmod;
import sampan.kernel.file.Chown;
import sampan.kernel.file.Mkdir;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Resolve;
import sampan.oci.image.ImageFormatException;

/**
 * The directories of a tree that were used last, open. Symbolic links on the way are resolved by the kernel as if the tree's top were the
 * root, so that none leads out of it.
 */
final class Parents implements AutoCloseable {
    private static final int KEPT = 32;
    private static final int IMPLIED_MODE = 0755;
    private static final int DIRECTORY = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY;
    private static final long IN_ROOT = Resolve.IN_ROOT | Resolve.NO_MAGICLINKS;
    private static final Open.How HOW = new Open.How(DIRECTORY, 0, IN_ROOT);
    private static final Open.How NO_LINK = new Open.How(DIRECTORY | OpenFlags.O_NOFOLLOW, 0, IN_ROOT);

    private final Fd root;
    private final Map<EntryPath, Fd> open = new LinkedHashMap<>(KEPT, 0.75f, true);
    /** No longer to be found, but perhaps still in use for the entry at hand. */
    private final List<Fd> retired = new ArrayList<>();

    Parents(Fd root) {
        this.root = root;
    }

    /** The directory, made with its parents when it is not there; open until {@link #sweep}. */
    Fd directory(EntryPath path) throws IOException {
        Fd known = open.get(path);
        return known != null ? known : keep(path, resolve(path));
    }

    /** The directory if it is there; open until {@link #sweep}. */
    Optional<Fd> existing(EntryPath path) throws SyscallException {
        Fd known = open.get(path);
        return known != null ? Optional.of(known) : find(path, HOW).map(found -> keep(path, found));
    }

    private Fd keep(EntryPath path, Fd directory) {
        if (open.size() == KEPT) {
            Map.Entry<EntryPath, Fd> eldest = open.entrySet().iterator().next();
            retired.add(eldest.getValue());
            open.remove(eldest.getKey());
        }
        open.put(path, directory);
        return directory;
    }

    /** The directory itself, no link to one; for the caller to close. */
    Optional<Fd> find(EntryPath path) throws SyscallException {
        return find(path, NO_LINK);
    }

    private Optional<Fd> find(EntryPath path, Open.How how) throws SyscallException {
        try {
            return Optional.of(Open.resolved(root, path.bytes(), how));
        } catch (SyscallException failed) {
            if (failed.is(Errno.ENOENT) || failed.is(Errno.ENOTDIR) || failed.is(Errno.ELOOP)) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private Fd resolve(EntryPath path) throws IOException {
        Deque<EntryPath> missing = new ArrayDeque<>();
        for (EntryPath at = path; ; at = at.parent()) {
            try (Fd found = Open.resolved(root, at.bytes(), HOW)) {
                return make(found, missing);
            } catch (SyscallException failed) {
                if (failed.is(Errno.ENOTDIR) || failed.is(Errno.ELOOP)) {
                    throw new ImageFormatException(at + " is needed as a directory, and is none", failed);
                }
                if (!failed.is(Errno.ENOENT) || at.isRoot()) {
                    throw failed;
                }
                missing.push(at);
            }
        }
    }

    private static Fd make(Fd existing, Deque<EntryPath> missing) throws IOException {
        Fd at = existing.release();
        for (EntryPath path : missing) {
            try (Fd parent = at) {
                at = make(parent, path);
            }
        }
        return at;
    }

    private static Fd make(Fd parent, EntryPath path) throws IOException {
        byte[] name = EntryPath.bytes(path.last());
        try {
            Mkdir.at(parent, name, IMPLIED_MODE);
        } catch (SyscallException failed) {
            if (failed.is(Errno.EEXIST)) {
                throw new ImageFormatException(path + " is needed as a directory, and is a link to nowhere", failed);
            }
            throw failed;
        }
        Chown.at(parent, name, 0, 0);
        Chmod.at(parent, name, IMPLIED_MODE);
        return Open.at(parent, name, DIRECTORY | OpenFlags.O_NOFOLLOW, 0);
    }

    /** To be called when a name that may have been a directory, or a link to one, goes away. */
    void forget() {
        retired.addAll(open.values());
        open.clear();
    }

    /** Between two entries: closes what is out of use. */
    void sweep() {
        retired.forEach(Fd::close);
        retired.clear();
    }

    @Override
    public void close() {
        forget();
        sweep();
    }
}
