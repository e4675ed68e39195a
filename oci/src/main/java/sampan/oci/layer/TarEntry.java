package sampan.oci.layer;

import java.util.List;
import java.util.Map;

/**
 * One entry of an archive, as it stands there: nothing is checked but the format. Names are bytes, each kept as one character, so that
 * they can be compared and are never decoded.
 *
 * @param name as long as the archive says
 * @param xattrs extended attributes, name to value
 */
public record TarEntry(String name, Attributes attributes, Content content, Map<String, byte[]> xattrs) {
    public TarEntry {
        xattrs = Map.copyOf(xattrs);
    }

    TarEntry withXattrs(Map<String, byte[]> others) {
        return new TarEntry(name, attributes, content, others);
    }

    /** @param mode permissions with set-id and sticky bits */
    public record Attributes(int mode, long uid, long gid, long seconds, int nanos) {}

    /** What the entry makes. */
    public sealed interface Content {
        /**
         * @param size of the file
         * @param extents the parts that are stored, when it is sparse; else one that is all of it
         */
        record File(long size, List<Extent> extents) implements Content {
            public File {
                extents = List.copyOf(extents);
            }
        }

        record HardLink(String target) implements Content {}

        record SymbolicLink(String target) implements Content {}

        record Device(boolean character, int major, int minor) implements Content {}

        record Directory() implements Content {}

        record Fifo() implements Content {}
    }

    /** A part of a sparse file that holds data. */
    public record Extent(long offset, long length) {}
}
