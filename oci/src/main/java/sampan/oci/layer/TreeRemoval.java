package sampan.oci.layer;

import java.io.IOException;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Directory;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Rename;
import sampan.kernel.file.Unlink;

/**
 * Removes a file or a whole directory by descriptor, following nothing. A tree of any depth takes a bounded number of descriptors: what lies
 * too deep is moved up to the top first.
 */
public final class TreeRemoval {
    private static final int MAX_DEPTH = 64;
    private static final String MOVED = ".moved-up-";
    private static final int DIRECTORY =
            OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW | OpenFlags.O_NOATIME;

    private final Fd top;
    private int moved;

    private TreeRemoval(Fd top) {
        this.top = top;
    }

    /** Removes the name, if it is there. */
    public static void remove(Fd parent, byte[] name) throws IOException {
        if (unlinked(parent, name)) {
            return;
        }
        try (Fd top = Open.at(parent, name, DIRECTORY, 0)) {
            TreeRemoval removal = new TreeRemoval(top);
            do {
                removal.moved = 0;
                removal.empty(top, 0);
            } while (removal.moved > 0);
        }
        Unlink.directory(parent, name);
    }

    /** False for a directory that is not empty. */
    private static boolean unlinked(Fd parent, byte[] name) throws SyscallException {
        try {
            Unlink.at(parent, name);
            return true;
        } catch (SyscallException failed) {
            if (failed.is(Errno.ENOENT)) {
                return true;
            }
            if (!failed.is(Errno.EISDIR)) {
                throw failed;
            }
        }
        try {
            Unlink.directory(parent, name);
            return true;
        } catch (SyscallException failed) {
            if (!failed.is(Errno.ENOTEMPTY)) {
                throw failed;
            }
            return false;
        }
    }

    private void empty(Fd directory, int depth) throws IOException {
        Directory.forEach(directory, entry -> removeChild(directory, entry.name(), depth));
    }

    private void removeChild(Fd directory, byte[] name, int depth) throws IOException {
        if (unlinked(directory, name)) {
            return;
        }
        if (depth == MAX_DEPTH) {
            moved++;
            Rename.replace(directory, name, top, EntryPath.bytes(MOVED + System.nanoTime() + "-" + moved));
            return;
        }
        try (Fd child = Open.at(directory, name, DIRECTORY, 0)) {
            empty(child, depth + 1);
        }
        Unlink.directory(directory, name);
    }
}
