package sampan.runtime.launch;

import java.util.ArrayList;
import java.util.List;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Register;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/** The layers of an image and a writable one on top, as one file system. */
final class Overlay {
    /** Before that, layers could only be given in one string, separated by colons, of at most 255 bytes through fsconfig(2). */
    private static final int MAJOR = 6;

    private static final int MINOR_WITH_LOWERDIR_PLUS = 5;

    private Overlay() {}

    static void mount(Launch launch, Rootfs.OverlayRoot overlay) {
        Script script = launch.script();
        script.purpose(
                        "the image's layers as the root",
                        "read-only layers are shared; changes go to the upper one",
                        "overlayfs (kernel documentation)")
                .blame("error mounting the root file system: overlay: %CALL%: %ERROR%");
        if (launch.host().since(MAJOR, MINOR_WITH_LOWERDIR_PLUS)) {
            layered(launch, overlay);
        } else {
            LegacyOverlay.mount(launch, overlay);
        }
    }

    private static void layered(Launch launch, Rootfs.OverlayRoot overlay) {
        List<Register> packed = overlay.lower().packed() ? packed(launch, overlay.lower()) : List.of();
        FileSystem overlayfs = FileSystem.open(launch, "overlay");
        if (packed.isEmpty()) {
            overlay.lower().layers().forEach(layer -> overlayfs.set("lowerdir+", layer));
        }
        packed.forEach(layer -> overlayfs.descriptor("lowerdir+", Argument.of(layer)));
        if (!overlay.upper().isEmpty()) {
            overlayfs.set("upperdir", overlay.upper());
            overlayfs.set("workdir", overlay.work());
        }
        Rootfs.OverlayRoot.options(launch.host().nested()).forEach(overlayfs::option);
        if (overlay.volatileUpper()) {
            overlayfs.flag("volatile");
        }
        overlayfs.set("source", "overlay");
        overlayfs.mount(launch.register("root"), Argument.of(0));
        packed.forEach(layer -> launch.script().call(Syscall.CLOSE, Argument.of(layer)));
    }

    /** Each layer's own file system, attached nowhere. */
    private static List<Register> packed(Launch launch, Rootfs.Lower lower) {
        List<Register> layers = new ArrayList<>();
        for (String image : lower.layers()) {
            FileSystem erofs = FileSystem.open(launch, "erofs");
            erofs.set("source", image);
            erofs.flag("ro");
            Register layer = launch.register("layer " + layers.size());
            erofs.mount(layer, Argument.of(0));
            layers.add(layer);
        }
        return layers;
    }
}
