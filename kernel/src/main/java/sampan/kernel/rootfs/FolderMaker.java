package sampan.kernel.rootfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Fcntl;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Mkdir;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Readlink;
import sampan.kernel.file.Resolve;
import sampan.kernel.file.Stat;

/**
 * mkdir -p inside a root: one name at a time from a descriptor held, so that whatever is swapped meanwhile, every directory is made
 * in a place reached from the root. Links are resolved here, as also one that leads nowhere yet names where to make.
 */
final class FolderMaker implements AutoCloseable {
    private static final int MAX_LINKS = 40; // as the kernel

    private final Fd root;
    private final Ownership fresh;
    private final Deque<byte[]> todo = new ArrayDeque<>();

    /** From the root to {@link #current}: directories only. */
    private final List<byte[]> done = new ArrayList<>();

    private Fd current;
    private int links;

    FolderMaker(Fd root, Ownership fresh) throws SyscallException {
        this.root = root;
        this.fresh = fresh;
        this.current = Fcntl.duplicate(root);
    }

    Folder make(RootPath path) throws IOException {
        todo.addAll(path.parts());
        while (!todo.isEmpty()) {
            step(todo.removeFirst());
        }
        return new Folder(current.release());
    }

    private void step(byte[] part) throws IOException {
        if (RootPath.isDotDot(part)) {
            up();
            return;
        }
        try (Fd next = openOrMake(part)) {
            FileStatus status = Stat.of(next);
            if (status.isSymlink()) {
                follow(next, part);
            } else if (status.isDirectory()) {
                done.add(part);
                current.close();
                current = next.release();
            } else {
                throw new SyscallException("mkdir(\"" + shown(part) + "\")", Errno.ENOTDIR);
            }
        }
    }

    private Fd openOrMake(byte[] part) throws SyscallException {
        try {
            return open(part);
        } catch (SyscallException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
        try {
            Mkdir.at(current, part, 0700);
        } catch (SyscallException e) {
            if (e.is(Errno.EEXIST)) { // another made it just now
                return open(part);
            }
            throw e;
        }
        try (Fd made = open(part)) {
            Folder.own(made, fresh);
            return made.release();
        }
    }

    private Fd open(byte[] part) throws SyscallException {
        return Open.at(current, part, OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW, 0);
    }

    private void follow(Fd link, byte[] part) throws IOException {
        if (++links > MAX_LINKS) {
            throw new SyscallException("mkdir(\"" + shown(part) + "\")", Errno.ELOOP);
        }
        byte[] target = Readlink.of(link);
        if (target.length > 0 && target[0] == '/') {
            done.clear();
            current.close();
            current = Fcntl.duplicate(root);
        }
        List<byte[]> parts = split(target);
        for (int i = parts.size() - 1; i >= 0; i--) {
            todo.addFirst(parts.get(i));
        }
    }

    /** From the root again, by names that were directories: the ".." of a directory that was moved could lie outside. */
    private void up() throws SyscallException {
        if (!done.isEmpty()) {
            done.removeLast();
        }
        Fd from = Fcntl.duplicate(root);
        try {
            for (byte[] part : done) {
                Fd next = Open.resolved(
                        from,
                        part,
                        new Open.How(
                                OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0, Resolve.BENEATH | Resolve.NO_SYMLINKS));
                from.close();
                from = next;
            }
            current.close();
            current = from.release();
        } finally {
            from.close();
        }
    }

    private static List<byte[]> split(byte[] target) {
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= target.length; i++) {
            if (i == target.length || target[i] == '/') {
                byte[] part = Arrays.copyOfRange(target, start, i);
                if (part.length > 0 && !(part.length == 1 && part[0] == '.')) {
                    parts.add(part);
                }
                start = i + 1;
            }
        }
        return parts;
    }

    private static String shown(byte[] part) {
        return new String(part, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        current.close();
    }
}
