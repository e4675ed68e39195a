package sampan.core.container.root;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.core.error.EngineException;
import sampan.core.image.catalogue.Image;
import sampan.core.plan.MountPoint;
import sampan.core.snapshot.MergedTree;
import sampan.kernel.process.UserNamespace;
import sampan.kernel.rootfs.RootPath;
import sampan.runtime.launch.Rootfs;

/** Images, or parts of them, mounted into containers: read-only, the layers themselves. */
final class ImageMounts {
    private static final String OVERLAY = "overlay";

    private ImageMounts() {}

    /** No link of the image is followed to find the part: it is named by real folders. */
    static MountPoint provide(MountPoint wanted, Image image) {
        List<Path> layers = image.layers();
        String subpath = wanted.traits().subpath();
        if (layers.size() == 1) {
            return wanted.from(layers.getFirst().toString());
        }
        try (MergedTree tree = MergedTree.of(layers)) {
            MergedTree.Place place = tree.root();
            for (byte[] name : RootPath.of(subpath == null ? "" : subpath).parts()) {
                Optional<MergedTree.Child> child = tree.find(place, name);
                if (child.isPresent() && child.get().status().isRegular()) {
                    return wanted.from(layers.get(child.get().layer()).toString());
                }
                place = child.filter(found -> found.status().isDirectory())
                        .orElseThrow(() -> new EngineException.InvalidArgument("cannot access path /" + subpath
                                + " of image " + wanted.name() + ": no such file or directory"))
                        .place();
            }
            return overlay(wanted, layers, place);
        } catch (IOException failed) {
            throw new EngineException.SystemError("cannot look into image " + wanted.name(), failed);
        }
    }

    private static MountPoint overlay(MountPoint wanted, List<Path> layers, MergedTree.Place place) {
        String below = place.path().isRoot() ? "" : place.path().toString();
        if (place.layers().size() == 1) {
            return wanted.from(layers.get(place.layers().getFirst()).toString());
        }
        List<String> options = new ArrayList<>();
        place.layers().forEach(layer -> options.add("lowerdir+=" + layers.get(layer) + below));
        options.addAll(Rootfs.OverlayRoot.options(!UserNamespace.isInitial()));
        return wanted.as(new MountPoint.Foreign(OVERLAY, OVERLAY, options));
    }
}
