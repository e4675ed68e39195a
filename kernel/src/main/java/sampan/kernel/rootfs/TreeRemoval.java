package sampan.kernel.rootfs;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Chmod;
import sampan.kernel.file.Directory;
import sampan.kernel.file.Fcntl;
import sampan.kernel.file.FileType;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Resolve;
import sampan.kernel.file.Unlink;

/**
 * rm -rf by descriptor: follows no link, crosses no mount, and needs neither stack nor descriptors for trees however deep.
 */
final class TreeRemoval {
    /** Who makes files as fast as we remove them does not keep us here for ever. */
    private static final int MAX_RETURNS = 64;

    private final Fd parent;
    private final Deque<Level> levels = new ArrayDeque<>();
    private int returns;

    TreeRemoval(Fd parent) {
        this.parent = parent;
    }

    /** A directory on the way down, and the directories in it still to be removed. */
    private static final class Level {
        final byte[] name;
        final Ascent.Identity identity;
        final Deque<byte[]> directories;

        Level(byte[] name, Ascent.Identity identity, Deque<byte[]> directories) {
            this.name = name;
            this.identity = identity;
            this.directories = directories;
        }
    }

    void remove(byte[] name) throws IOException {
        if (unlink(parent, name)) {
            return;
        }
        Folder current = new Folder(Fcntl.duplicate(parent));
        try {
            current = enter(current, name);
            while (!levels.isEmpty()) {
                Level level = levels.getLast();
                byte[] next = level.directories.poll();
                current = next == null ? leave(current) : enter(current, next);
            }
        } finally {
            current.close();
        }
    }

    /** Goes into the directory of this name, removing what is none in it; takes the folder over. */
    private Folder enter(Folder above, byte[] name) throws IOException {
        Optional<Folder> found = open(above, name);
        if (found.isEmpty()) {
            return above;
        }
        try (Folder folder = found.get()) {
            Deque<byte[]> directories = removeFiles(folder);
            levels.addLast(new Level(name, Ascent.identity(folder.descriptor()), directories));
            above.close();
            return new Folder(folder.descriptor());
        }
    }

    private Folder enterOrClose(Folder above, byte[] name) throws IOException {
        try {
            return enter(above, name);
        } catch (IOException e) {
            above.close();
            throw e;
        }
    }

    /** Goes one up and removes the emptied directory; takes the folder over. */
    private Folder leave(Folder below) throws IOException {
        Level level = levels.removeLast();
        Folder above =
                levels.isEmpty() ? new Folder(Fcntl.duplicate(parent)) : Ascent.up(below, levels.getLast().identity);
        below.close();
        try {
            Unlink.directory(above.descriptor(), level.name);
        } catch (SyscallException e) {
            if (e.is(Errno.ENOTEMPTY) && returns++ < MAX_RETURNS) {
                return enterOrClose(above, level.name);
            }
            if (!e.is(Errno.ENOENT)) {
                above.close();
                throw e;
            }
        }
        return above;
    }

    /** Empty when it has gone or become a file; EXDEV for the root of a mount: what is mounted there is not ours to empty. */
    private static Optional<Folder> open(Folder above, byte[] name) throws SyscallException {
        long rules = Resolve.BENEATH | Resolve.NO_SYMLINKS | Resolve.NO_XDEV;
        int flags = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;
        try {
            return Optional.of(new Folder(Open.resolved(above.descriptor(), name, new Open.How(flags, 0, rules))));
        } catch (SyscallException e) {
            if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR) && !e.is(Errno.ELOOP)) {
                throw e;
            }
        }
        unlink(above.descriptor(), name);
        return Optional.empty();
    }

    /** The names that are directories. */
    private static Deque<byte[]> removeFiles(Folder folder) throws IOException {
        Deque<byte[]> directories = new ArrayDeque<>();
        try (Fd readable = readable(folder)) {
            for (Directory.Entry entry : Directory.list(readable)) {
                if (entry.type() == FileType.DIRECTORY || !unlink(folder.descriptor(), entry.name())) {
                    directories.add(entry.name());
                }
            }
        }
        return directories;
    }

    /** Without root's rights our own directories may be closed to us. */
    private static Fd readable(Folder folder) throws SyscallException {
        try {
            return folder.readable();
        } catch (SyscallException e) {
            if (!e.is(Errno.EACCES)) {
                throw e;
            }
        }
        Chmod.of(folder.descriptor(), 0700);
        return folder.readable();
    }

    /** False when it is a directory. */
    private static boolean unlink(Fd directory, byte[] name) throws SyscallException {
        try {
            Unlink.at(directory, name);
            return true;
        } catch (SyscallException e) {
            return switch (e.errno()) {
                case Errno.ENOENT -> true;
                case Errno.EISDIR -> false;
                case Errno.EACCES -> {
                    Chmod.of(directory, 0700);
                    Unlink.at(directory, name);
                    yield true;
                }
                default -> throw e;
            };
        }
    }
}
