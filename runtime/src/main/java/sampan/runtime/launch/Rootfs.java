package sampan.runtime.launch;

import java.util.List;
import java.util.stream.Stream;

/** Where the container's root file system comes from. */
public sealed interface Rootfs {
    /**
     * An overlay of the engine's own folders, mounted inside the container's mount namespace only.
     *
     * @param upper host path; with {@code work} empty for an overlay without a writable layer
     * @param volatileUpper no sync at unmount: the upper layer is thrown away anyway
     */
    record OverlayRoot(Lower lower, String upper, String work, boolean volatileUpper) implements Rootfs {
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

        /** Of layers that are folders. */
        public OverlayRoot(List<String> lower, String upper, String work, boolean volatileUpper) {
            this(new Lower(lower, false), upper, work, volatileUpper);
        }
    }

    /**
     * The layers that are only read.
     *
     * @param layers host paths, the topmost first
     * @param packed each is a file with an erofs, to be mounted itself (Linux 6.15)
     */
    record Lower(List<String> layers, boolean packed) {
        public Lower {
            layers = List.copyOf(layers);
            if (layers.isEmpty()) {
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
