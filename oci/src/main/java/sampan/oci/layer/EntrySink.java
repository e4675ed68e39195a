package sampan.oci.layer;

import java.io.IOException;
import sampan.kernel.Fd;

/** Where entries go: into an archive, or into a tree. */
public interface EntrySink {
    /** Anything but a file with data. */
    void write(TarEntry entry) throws IOException;

    /** @param content of which the file's extents are read; stays the caller's */
    void write(TarEntry entry, TarEntry.Content.File file, Fd content) throws IOException;
}
