package sampan.kernel.rootfs;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Directory;
import sampan.kernel.file.Fcntl;
import sampan.kernel.file.FileStatus;

/**
 * A tree in the order of its names' bytes, by descriptor: at most three descriptors open and one path held, whatever the depth.
 */
final class TreeWalk {
    private final TreeVisitor visitor;
    private final Deque<Level> levels = new ArrayDeque<>();

    /** From where the walk began to the current directory: {@code length} bytes of {@code path}. */
    private byte[] path = new byte[256];

    private int length;

    TreeWalk(TreeVisitor visitor) {
        this.visitor = visitor;
    }

    /** A directory on the way down, the length of the path to what it lies in, and what of it is still to be visited. */
    private record Level(int above, Ascent.Identity identity, Deque<byte[]> names) {}

    void walk(Folder top) throws IOException {
        Folder current = new Folder(Fcntl.duplicate(top.descriptor()));
        try {
            enter(0, current);
            while (true) {
                Level level = levels.getLast();
                byte[] name = level.names.poll();
                if (name != null) {
                    Optional<Folder> below = visit(current, name);
                    if (below.isPresent()) {
                        current.close();
                        current = below.get();
                        enter(append(name), current);
                    }
                    continue;
                }
                length = levels.removeLast().above;
                if (levels.isEmpty()) {
                    return;
                }
                Folder above = Ascent.up(current, levels.getLast().identity);
                current.close();
                current = above;
            }
        } finally {
            current.close();
        }
    }

    /** Returns the length before. */
    private int append(byte[] name) {
        int before = length;
        if (path.length < length + 1 + name.length) {
            path = Arrays.copyOf(path, 2 * (length + 1 + name.length));
        }
        if (length > 0) {
            path[length++] = '/';
        }
        System.arraycopy(name, 0, path, length, name.length);
        length += name.length;
        return before;
    }

    private void enter(int above, Folder folder) throws SyscallException {
        List<byte[]> names = folder.list().stream()
                .map(Directory.Entry::name)
                .sorted(Arrays::compareUnsigned)
                .toList();
        levels.addLast(new Level(above, Ascent.identity(folder.descriptor()), new ArrayDeque<>(names)));
    }

    /** The directory to go into, if it is one and the visitor wants to. What has vanished since is passed over. */
    private Optional<Folder> visit(Folder folder, byte[] name) throws IOException {
        Optional<FileStatus> status = folder.find(name);
        if (status.isEmpty()) {
            return Optional.empty();
        }
        Seen seen = new Seen(folder, name, status.get());
        boolean into = visitor.visit(seen) && status.get().isDirectory();
        if (!into || (status.get().mountRoot() && !visitor.crosses(seen))) {
            return Optional.empty();
        }
        try {
            return Optional.of(folder.folder(name));
        } catch (SyscallException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Where the walk is: its path is put together only for who asks. */
    private final class Seen implements TreeVisitor.Place {
        private final Folder folder;
        private final byte[] name;
        private final FileStatus status;

        Seen(Folder folder, byte[] name, FileStatus status) {
            this.folder = folder;
            this.name = name;
            this.status = status;
        }

        @Override
        public RootPath path() {
            return RootPath.clean(Arrays.copyOf(path, length)).below(name);
        }

        @Override
        public Folder folder() {
            return folder;
        }

        @Override
        public byte[] name() {
            return name.clone();
        }

        @Override
        public FileStatus status() {
            return status;
        }
    }
}
