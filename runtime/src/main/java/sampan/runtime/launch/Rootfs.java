package sampan.runtime.launch;

import java.util.List;
import java.util.stream.Stream;

/** Where the container's root file system comes from. */
public sealed interface Rootfs {
    /**
     * An overlay of the engine's own folders, mounted inside the container's mount namespace only.
     *
     * @param lower host paths, the topmost layer first
     * @param upper host path; with {@code work} empty for an overlay without a writable layer
     * @param volatileUpper no sync at unmount: the upper layer is thrown away anyway
     */
    record OverlayRoot(List<String> lower, String upper, String work, boolean volatileUpper) implements Rootfs {
        /**
         * Of every overlay, whatever the kernel does by default: nothing that is written in a layer leads to another place, no file is one without its
         * bytes, and the upper layer alone tells all that was changed.
         */
        private static final List<String> PLAIN = List.of("redirect_dir=nofollow", "metacopy=off", "index=off");

        /** @param nested in a user namespace: overlayfs keeps its marks in {@code user.} attributes, for it may not touch {@code trusted.} ones */
        public static List<String> options(boolean nested) {
            return nested
                    ? Stream.concat(PLAIN.stream(), Stream.of("userxattr")).toList()
                    : PLAIN;
        }

        public OverlayRoot {
            lower = List.copyOf(lower);
            if (lower.isEmpty()) {
                throw new IllegalArgumentException("an overlay needs a lower layer");
            }
        }
    }

    /**
     * A folder as it is.
     *
     * @param path on the host, for people when {@code handed}
     * @param handed the launcher hands it over, as a {@link sampan.runtime.program.Descriptor.RootDirectory}
     */
    record DirectoryRoot(String path, boolean handed) implements Rootfs {}
}
