package sampan.runtime.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Directory;
import sampan.kernel.file.FileType;
import sampan.kernel.file.Mkdir;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Unlink;

/** The folder of {@code --root}, open, with a folder for each container. */
public final class StateFolder implements AutoCloseable {
    private static final int FOLDER = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;
    private static final int MODE = 0711;

    private final Fd root;

    /** Takes the folder over; it is open for reading. */
    public StateFolder(Fd root) {
        this.root = root.release();
    }

    /** The container's folder; empty when there is none. */
    public Optional<SavedContainer> find(String id) throws IOException {
        try (Fd folder = Open.at(root, id, FOLDER, 0)) {
            return Optional.of(new SavedContainer(folder));
        } catch (SyscallException missing) {
            if (missing.is(Errno.ENOENT) || missing.is(Errno.ENOTDIR) || missing.is(Errno.ELOOP)) {
                return Optional.empty();
            }
            throw missing;
        }
    }

    /**
     * A new container's folder, locked; empty when the id is taken. One whose making was cut short, by a kill of whoever made it, is
     * not: nothing is saved in it and nobody has it locked.
     */
    public Optional<SavedContainer> make(String id) throws IOException {
        while (true) {
            boolean made = mkdir(id);
            Optional<SavedContainer> found = find(id);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            SavedContainer container = found.get();
            boolean removed;
            boolean ours = false;
            try {
                boolean locked = container.tryLock();
                removed = container.isRemoved(); // by whoever had it locked: another is made then
                ours = locked && !removed && (made || container.isUnfinished());
                if (ours) {
                    container.clear();
                    return found;
                }
            } finally {
                if (!ours) {
                    container.close();
                }
            }
            if (!removed) {
                return Optional.empty();
            }
        }
    }

    private boolean mkdir(String id) throws IOException {
        try {
            Mkdir.at(root, id, MODE);
            return true;
        } catch (SyscallException failed) {
            if (failed.is(Errno.EEXIST)) {
                return false;
            }
            throw failed;
        }
    }

    /** The names of all folders, sorted. */
    public List<String> ids() throws IOException {
        return Directory.list(root).stream()
                .filter(entry -> entry.type() == FileType.DIRECTORY)
                .map(Directory.Entry::text)
                .sorted()
                .toList();
    }

    /** Takes the container's folder away, with what is in it. Once it is gone its name may be another's. */
    public void remove(String id, SavedContainer container) throws IOException {
        if (container.isRemoved()) {
            return;
        }
        container.clear();
        try {
            Unlink.directory(root, id.getBytes(StandardCharsets.UTF_8));
        } catch (SyscallException gone) {
            if (!gone.is(Errno.ENOENT)) {
                throw gone;
            }
        }
    }

    @Override
    public void close() {
        root.close();
    }
}
