package sampan.core.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sampan.core.error.EngineException;
import sampan.kernel.Fd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.oci.layer.LayerMerge;

/** The layers of an image that can be seen: a marker at the root of one hides all beneath, which overlayfs looks for everywhere else only. */
public final class VisibleLayers {
    private static final int FOLDER = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;

    private VisibleLayers() {}

    /** @param layers the topmost first */
    public static List<Path> of(List<Path> layers) {
        List<Path> visible = new ArrayList<>();
        for (Path layer : layers) {
            visible.add(layer);
            if (visible.size() < layers.size() && isOpaque(layer)) {
                break;
            }
        }
        return List.copyOf(visible);
    }

    private static boolean isOpaque(Path layer) {
        try (Fd folder = Open.open(layer, FOLDER)) {
            return LayerMerge.isOpaque(folder);
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot look at layer " + layer, e);
        }
    }
}
