package sampan.runtime.launch;

import java.util.List;
import java.util.stream.Collectors;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/** overlay by mount(2), for kernels before 6.5: one page of options, and a place in the tree from the first moment. */
final class LegacyOverlay {
    private static final int PAGE = 4096;

    private LegacyOverlay() {}

    static void mount(Launch launch, Rootfs.OverlayRoot overlay) {
        if (launch.remapped()) {
            throw new InvalidSpecException("a user namespace on an overlay needs Linux 6.5");
        }
        if (overlay.lower().packed()) {
            throw new InvalidSpecException("layers in erofs need Linux 6.15");
        }
        Script script = launch.script();
        String options = options(overlay, launch.host().nested());
        if (options.length() >= PAGE) {
            throw new InvalidSpecException("so many layers need Linux 6.5: their names do not fit into one page");
        }
        // The mount point lies in the child's copy of the host's tree, which goes away as a whole.
        String place = overlay.upper().isEmpty() ? overlay.lower().layers().getFirst() : overlay.upper();
        script.call(
                Syscall.MOUNT,
                Argument.of("overlay"),
                Argument.of(place),
                Argument.of("overlay"),
                Argument.of(0),
                Argument.of(Buffer.string(options)));
        script.call(
                        Syscall.OPEN_TREE,
                        Argument.AT_FDCWD,
                        Argument.of(place),
                        Symbol.all(Symbol.OPEN_TREE_CLONE, Symbol.OPEN_TREE_CLOEXEC))
                .into(launch.register("root"));
    }

    private static String options(Rootfs.OverlayRoot overlay, boolean nested) {
        StringBuilder options = new StringBuilder("lowerdir=")
                .append(overlay.lower().layers().stream()
                        .map(LegacyOverlay::escaped)
                        .collect(Collectors.joining(":")));
        if (!overlay.upper().isEmpty()) {
            List.of("upperdir=" + escaped(overlay.upper()), "workdir=" + escaped(overlay.work()))
                    .forEach(option -> options.append(',').append(option));
        }
        Rootfs.OverlayRoot.options(nested).forEach(option -> options.append(',').append(option));
        return overlay.volatileUpper() ? options.append(",volatile").toString() : options.toString();
    }

    private static String escaped(String path) {
        return path.replace("\\", "\\\\").replace(":", "\\:").replace(",", "\\,");
    }
}
