package sampan.oci.layer;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import sampan.kernel.SyscallException;
import sampan.kernel.rootfs.Folder;

/** What large files took the place of. It loses its name at once, and its blocks when nobody waits for it: a disk takes a while for many. */
final class ReplacedFiles {
    private CompletableFuture<?> freeing = CompletableFuture.completedFuture(null);

    /** Takes away a name that may be gone. */
    void forget(Folder parent, byte[] name) throws IOException {
        freeing.join(); // one at a time, or an archive could open more files than there may be
        Runnable last = held(parent, name);
        try {
            parent.removeTree(name);
        } finally {
            freeing = CompletableFuture.runAsync(last);
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
