package sampan.oci.layer;

import java.io.IOException;
import sampan.kernel.Fd;

/** The data of an entry that is a file. */
@FunctionalInterface
interface FileFill {
    /**
     * Puts it into an empty file; holes stay holes.
     *
     * @param recorded false when who records the archive knows where to find the data again
     */
    void fill(Fd target, TarEntry.Content.File file, boolean recorded) throws IOException;
}
