package sampan.core.image;

import java.io.IOException;
import java.util.Optional;
import sampan.core.error.EngineException;
import sampan.oci.image.JsonFields;
import sampan.oci.image.StrictJson;
import sampan.oci.store.LayerStore;

/** An image of rkt's and appc's: a manifest beside the folder of the root file system, which as a root file system would be of no use. */
final class AciArchive {
    private static final int LARGEST_MANIFEST = 1 << 20;

    private AciArchive() {}

    static void refuse(LayerStore.Draft layer) {
        if (isAci(layer)) {
            throw new EngineException.InvalidArgument("ACI archives (appc) are not supported yet: import the folder"
                    + " \"rootfs\" of the archive, and give the app by --change");
        }
    }

    private static boolean isAci(LayerStore.Draft layer) {
        try {
            Optional<byte[]> manifest = layer.file("manifest", LARGEST_MANIFEST);
            if (manifest.isEmpty()) {
                return false;
            }
            JsonFields json = StrictJson.parse(manifest.get(), "manifest");
            return json.text("acKind").equals("ImageManifest");
        } catch (IOException somebodysFile) {
            return false;
        }
    }
}
