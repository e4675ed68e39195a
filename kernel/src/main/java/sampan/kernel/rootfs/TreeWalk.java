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

/** A tree in the order of its names' bytes, by descriptor; at most three descriptors open, whatever the depth. */
final class TreeWalk {
    private final TreeVisitor visitor;
    private final Deque<Level> levels = new ArrayDeque<>();

    TreeWalk(TreeVisitor visitor) {
        this.visitor = visitor;
    }

    /** A directory on the way down, and what of it is still to be visited. */
    private record Level(RootPath path, Ascent.Identity identity, Deque<byte[]> names) {}

    private record Seen(RootPath path, Folder folder, FileStatus status) implements TreeVisitor.Place {
        @Override
        public byte[] name() {
            return path.name();
        }
    }

    void walk(Folder top) throws IOException {
        Folder current = new Folder(Fcntl.duplicate(top.descriptor()));
        try {
            enter(RootPath.root(), current);
            while (true) {
                Level level = levels.getLast();
                byte[] name = level.names.poll();
                if (name != null) {
                    Optional<Folder> below = visit(level, current, name);
                    if (below.isPresent()) {
                        current.close();
                        current = below.get();
                        enter(level.path.child(name), current);
                    }
                    continue;
                }
                levels.removeLast();
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

    private void enter(RootPath path, Folder folder) throws SyscallException {
        List<byte[]> names = folder.list().stream()
                .map(Directory.Entry::name)
                .sorted(Arrays::compareUnsigned)
                .toList();
        levels.addLast(new Level(path, Ascent.identity(folder.descriptor()), new ArrayDeque<>(names)));
    }

    /** The directory to go into, if it is one and the visitor wants to. What has vanished since is passed over. */
    private Optional<Folder> visit(Level level, Folder folder, byte[] name) throws IOException {
        Optional<FileStatus> status = folder.find(name);
        if (status.isEmpty()) {
            return Optional.empty();
        }
        boolean into = visitor.visit(new Seen(level.path.child(name), folder, status.get()));
        if (!into || !status.get().isDirectory() || status.get().mountRoot()) {
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
}
