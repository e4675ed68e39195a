package sampan.core.disk;

/**
 * Something that files belong to.
 *
 * @param name a digest, an id or a file's name; empty where there is only one of the kind
 * @param bytes of the blocks that its files and folders have on the disk
 */
public record DiskOwner(Kind kind, String name, long bytes) {
    /** In the order in which people want to know of them. */
    public enum Kind {
        LAYER("layer"),
        /** How the archive of a layer is made again, and its size. */
        RECIPE("layer recipe"),
        WRITABLE("container"),
        /** Configuration, exit, logs. */
        RECORD("container record"),
        VOLUME("volume"),
        /** Names, configurations, where they came from, signatures. */
        IMAGES("image records"),
        NETWORKS("network records"),
        FILTERS("compiled filters"),
        /** A damaged layer that was pulled again while containers ran on it: it goes with the next boot of the host. */
        REPLACED("replaced layer"),
        /** On its way in; the next engine takes away what is cut short. */
        UNFINISHED("unfinished"),
        /** Being deleted. */
        REMOVED("removed"),
        /** The lock, the folders for all this. */
        ENGINE("engine"),
        /** Nothing that this version of Sampan puts there. */
        STRANGER("unknown");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
