package sampan.oci.layer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.file.Copy;
import sampan.kernel.file.Seek;
import sampan.kernel.file.Truncate;
import sampan.kernel.rootfs.RootDirectory;

/**
 * Puts entries into a tree that is there already, as {@code cp} does: a folder is added to, anything else replaced as a whole, and neither
 * takes the place of the other. Symbolic links in the tree are followed inside the tree only.
 */
public final class TreeUnpacker implements EntrySink, AutoCloseable {
    private static final int BUFFER = 256 << 10;

    private final LayerWriter writer;

    /** @param tree stays the caller's */
    public TreeUnpacker(RootDirectory tree, TreeRules rules) {
        writer = new LayerWriter(tree, rules);
    }

    /** Is shown each entry of an archive before it is made. */
    @FunctionalInterface
    public interface Watcher {
        void see(TarEntry entry) throws IOException;
    }

    /** All of an archive, plain or compressed; everything is unpacked in this process. (CVE-2014-9357, CVE-2026-41567) */
    public void unpack(InputStream packed) throws IOException {
        unpack(packed, _ -> {});
    }

    /** As {@link #unpack(InputStream)}, for one who wants to know what is in it. */
    public void unpack(InputStream packed, Watcher watcher) throws IOException {
        TarReader reader = new TarReader(ByteFeed.of(Compression.unpack(packed).stream()));
        FileFill data = new ArchivedData(reader, false);
        for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            watcher.see(entry.get());
            writer.write(entry.get(), data);
        }
    }

    @Override
    public void write(TarEntry entry) throws IOException {
        writer.write(entry, (_, _, _) -> {});
    }

    @Override
    public void write(TarEntry entry, TarEntry.Content.File file, Fd content) throws IOException {
        writer.write(entry, (target, wanted, _) -> copy(content, target, wanted));
    }

    private static void copy(Fd content, Fd target, TarEntry.Content.File file) throws IOException {
        boolean whole = file.extents().size() == 1 && file.extents().getFirst().length() == file.size();
        if (whole) {
            Copy.copy(content, target);
            return;
        }
        Truncate.of(target, file.size());
        byte[] buffer = new byte[BUFFER];
        for (TarEntry.Extent extent : file.extents()) {
            Seek.to(content, extent.offset());
            Seek.to(target, extent.offset());
            FileContent.copy(content, target, extent.length(), buffer);
        }
    }

    /** The last strokes: times of folders. */
    public void finish() throws IOException {
        writer.finish();
    }

    @Override
    public void close() {
        writer.close();
    }
}
