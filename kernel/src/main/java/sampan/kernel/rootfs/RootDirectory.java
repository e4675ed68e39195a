package sampan.kernel.rootfs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Resolve;
import sampan.kernel.file.Stat;

/**
 * The root of a tree whose names are not trusted. Paths resolve as they would for a process in a chroot there: absolute links and
 * {@code ..} stay inside, links of /proc that jump elsewhere are refused.
 */
public final class RootDirectory implements AutoCloseable {
    private static final long RULES = Resolve.IN_ROOT | Resolve.NO_MAGICLINKS;

    private final Fd root;

    private RootDirectory(Fd root) {
        this.root = root;
    }

    /** A directory of the host, by a name the engine chose. The last part must not be a link. (CVE-2026-48749) */
    public static RootDirectory open(Path host) throws SyscallException {
        return new RootDirectory(Open.open(host, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW));
    }

    /** Takes the descriptor of a directory over. */
    public static RootDirectory of(Fd directory) {
        return new RootDirectory(directory.release());
    }

    /** The descriptor of the root itself, which stays this object's. */
    public Fd descriptor() {
        return root;
    }

    /**
     * Follows links, inside. A FIFO or device found here would block or act when opened: who expects a regular file uses
     * {@link #openRegular}.
     *
     * @param mode of a file that {@code O_CREAT} makes
     */
    public Fd open(RootPath path, int flags, int mode) throws SyscallException {
        return Open.resolved(root, path.bytes(), new Open.How(flags, mode, RULES));
    }

    /** A place to stand on or to hand on (O_PATH): opens nothing, blocks on nothing. */
    public Fd locate(RootPath path) throws SyscallException {
        return open(path, OpenFlags.O_PATH, 0);
    }

    /** Its content; whatever is no regular file is refused without being opened. */
    public Fd openRegular(RootPath path) throws IOException {
        try (Fd found = locate(path)) {
            return SmallFile.openRegular(found, path.toString());
        }
    }

    /**
     * All of a regular file. A FIFO, a device, a directory or a file of more than {@code limit} bytes is an error at once.
     * (CVE-2026-47262)
     */
    public byte[] readSmallFile(RootPath path, int limit) throws IOException {
        try (Fd found = locate(path)) {
            return SmallFile.read(found, path.toString(), limit);
        }
    }

    /** As {@link #readSmallFile}, empty when there is no such file. */
    public Optional<byte[]> findSmallFile(RootPath path, int limit) throws IOException {
        try (Fd found = locate(path)) {
            return Optional.of(SmallFile.read(found, path.toString(), limit));
        } catch (SyscallException e) {
            return missing(e);
        }
    }

    /** Of what the path leads to, links followed inside; empty when that is not there. */
    public Optional<FileStatus> find(RootPath path) throws SyscallException {
        return status(path, OpenFlags.O_PATH);
    }

    /** Of the last name itself, be it a link; empty when that is not there. */
    public Optional<FileStatus> findLink(RootPath path) throws SyscallException {
        return status(path, OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW);
    }

    /** The directory a path leads to. */
    public Folder folder(RootPath path) throws SyscallException {
        return new Folder(open(path, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0));
    }

    /** The directory the last name of the path lies in, or would: for use with {@link RootPath#name()}. */
    public Folder parent(RootPath path) throws SyscallException {
        return folder(path.parent());
    }

    /** The directory a path leads to, made with all its parents where they are missing; also where a link leads. */
    public Folder makeFolder(RootPath path, Ownership fresh) throws IOException {
        try {
            return folder(path);
        } catch (SyscallException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
        try (FolderMaker maker = new FolderMaker(root, fresh)) {
            return maker.make(path);
        }
    }

    /** As {@link #parent}, made where it is missing. */
    public Folder makeParent(RootPath path, Ownership fresh) throws IOException {
        return makeFolder(path.parent(), fresh);
    }

    /** Removes the last name of the path and all below it; nothing when it is not there. The root itself is only emptied. */
    public void removeAll(RootPath path) throws IOException {
        if (path.isRoot()) {
            try (Folder top = folder(path)) {
                top.clear();
            }
            return;
        }
        try (Folder parent = parent(path)) {
            parent.removeTree(path.name());
        } catch (SyscallException e) {
            missing(e);
        }
    }

    /** Everything below the root, each directory before what is in it. */
    public void walk(TreeVisitor visitor) throws IOException {
        try (Folder top = folder(RootPath.root())) {
            new TreeWalk(visitor).walk(top);
        }
    }

    @Override
    public void close() {
        root.close();
    }

    private Optional<FileStatus> status(RootPath path, int flags) throws SyscallException {
        try (Fd found = open(path, flags, 0)) {
            return Optional.of(Stat.of(found));
        } catch (SyscallException e) {
            return missing(e);
        }
    }

    private static <T> Optional<T> missing(SyscallException e) throws SyscallException {
        if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
            return Optional.empty();
        }
        throw e;
    }
}
