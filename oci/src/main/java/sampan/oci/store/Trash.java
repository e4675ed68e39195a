package sampan.oci.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Directory;
import sampan.kernel.file.Rename;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;

/** Makes directories disappear at once and deletes them in its own time; what an engine leaves in it, the next one deletes. */
public final class Trash implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Trash.class.getName());
    private static final int PATIENCE_SECONDS = 5;

    private final RootDirectory folder;
    private final ExecutorService deleting = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("trash").factory());

    private Trash(RootDirectory folder) {
        this.folder = folder;
    }

    public static Trash open(Path dataRoot) throws IOException {
        Trash trash = new Trash(RootDirectory.of(Folders.open(dataRoot.resolve("trash"))));
        for (Directory.Entry left : Directory.list(trash.folder.descriptor())) {
            trash.delete(left.name());
        }
        return trash;
    }

    /** Takes a name away, if it is there; it must be on the file system of the trash. */
    public void discard(Fd parent, byte[] name) throws IOException {
        byte[] unique = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        try {
            Rename.replace(parent, name, folder.descriptor(), unique);
        } catch (SyscallException failed) {
            if (failed.is(Errno.ENOENT)) {
                return;
            }
            throw failed;
        }
        delete(unique);
    }

    private void delete(byte[] name) {
        try {
            deleting.execute(() -> {
                try (Folder top = folder.folder(RootPath.root())) {
                    top.removeTree(name);
                } catch (IOException failed) {
                    LOG.log(Level.WARNING, "cannot delete what was removed: " + failed.getMessage());
                }
            });
        } catch (RejectedExecutionException closing) {
            LOG.log(Level.DEBUG, "left in the trash for the next engine");
        }
    }

    /** Waits for what was discarded until now: only then has the disk its room back. */
    public void settle() {
        try {
            deleting.submit(() -> {}).get();
        } catch (RejectedExecutionException | ExecutionException closing) {
            LOG.log(Level.DEBUG, "left in the trash for the next engine");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits a little for what is being deleted. */
    @Override
    public void close() {
        deleting.shutdown();
        try {
            if (deleting.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                folder.close();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
