package sampan.runtime.launch;

import sampan.runtime.program.Argument;
import sampan.runtime.program.Script;

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
        FileSystem overlayfs = FileSystem.open(launch, "overlay");
        overlay.lower().forEach(layer -> overlayfs.set("lowerdir+", layer));
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
    }
}
