package sampan.core.image.archive;

import java.io.IOException;
import sampan.oci.layer.TarWriter;

/** Writes the archive of a new layer. */
@FunctionalInterface
public interface LayerContent {
    void write(TarWriter archive) throws IOException;
}
