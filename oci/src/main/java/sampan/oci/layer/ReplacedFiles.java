package sampan.oci.layer;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.PageCache;
import sampan.kernel.rootfs.Folder;

/** What large files take the place of. Nobody waits for what is done about it. */
final class ReplacedFiles {
    /** See {@link FileStatus#blocks}. */
    private static final long BLOCK = 512;

    private CompletableFuture<?> underWay = CompletableFuture.completedFuture(null);

    /**
     * The new file gets the memory of the old one, which stays on the disk. Else it would take memory that was free, and in a virtual machine that may
     * be slow to get: what is free is often the host's again.
     *
     * @param size of the new one, in bytes
     */
    void replacing(Folder parent, byte[] name, FileStatus old, long size) {
        underWay.join(); // one at a time, or an archive could open more files than there may be
        long there = old.blocks() * BLOCK; // and not its length: a container can make a file of holes that is endless
        underWay = givingUp(parent, name, Math.min(size, there));
    }

    private static CompletableFuture<?> givingUp(Folder parent, byte[] name, long size) {
        try (Fd found = parent.openRegular(name)) {
            Fd old = found.release();
            return CompletableFuture.runAsync(() -> {
                try (old) {
                    PageCache.giveUp(old, size);
                }
            });
        } catch (IOException goneOrNoFile) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Takes away a name that may be gone. It is lost at once, and the blocks when nobody waits for it: a disk takes a while for many. */
    void forget(Folder parent, byte[] name) throws IOException {
        underWay.join();
        Runnable last = held(parent, name);
        try {
            parent.removeTree(name);
        } finally {
            underWay = CompletableFuture.runAsync(last);
        }
    }

    /** @return lets go what has the name now, if anything has */
    private static Runnable held(Folder parent, byte[] name) throws IOException {
        try {
            return parent.locate(name)::close;
        } catch (SyscallException gone) {
            return () -> {};
        }
    }
}
