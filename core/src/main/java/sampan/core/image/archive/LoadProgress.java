package sampan.core.image.archive;

import java.io.IOException;
import sampan.oci.image.Digest;

/** Is told how loading goes on. */
public interface LoadProgress {
    /** Nobody watches. */
    LoadProgress NONE = (_, _, _) -> {};

    /**
     * A part of a layer was read.
     *
     * @param done bytes as they lie in the archive
     * @param total equal to {@code done} when the layer is unpacked
     * @throws IOException when loading is to stop
     */
    void layer(Digest diffId, long done, long total) throws IOException;
}
