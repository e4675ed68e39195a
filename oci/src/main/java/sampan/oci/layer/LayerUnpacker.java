package sampan.oci.layer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import sampan.kernel.rootfs.RootDirectory;
import sampan.oci.image.Digest;

/**
 * Unpacks the archive of a layer, plain or compressed, into an empty directory, in the form overlayfs wants for a lower directory.
 *
 * <p>One pass: unpacking the stream, hashing it and writing the files go on at the same time.
 */
public final class LayerUnpacker {
    private LayerUnpacker() {}

    /**
     * What was unpacked.
     *
     * @param diffId digest of the uncompressed archive
     * @param size bytes of all files
     */
    public record Unpacked(Digest diffId, long size) {}

    /**
     * Reads the stream to its end and does not close it. After a failure the directory holds what came before it: the caller removes it.
     *
     * @throws sampan.oci.image.ImageFormatException when the archive is malformed or wants something outside of the directory
     */
    public static Unpacked unpack(InputStream archive, RootDirectory directory) throws IOException {
        return unpack(archive, directory, Optional.empty());
    }

    /** What the digest would be, without unpacking anything. */
    public static Digest diffId(InputStream archive) throws IOException {
        try (HashedFeed feed = new HashedFeed(archive)) {
            return feed.finish();
        }
    }

    /** @param recipe notes how to make the archive again; stays the caller's */
    public static Unpacked unpack(InputStream archive, RootDirectory directory, Optional<RecipeWriter> recipe)
            throws IOException {
        try (HashedFeed feed = new HashedFeed(archive);
                LayerWriter writer = new LayerWriter(directory, recipe)) {
            recipe.ifPresent(notes -> feed.record(notes::literal));
            TarReader reader = new TarReader(feed);
            FileFill data = new ArchivedData(reader, true);
            for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                writer.write(entry.get(), data);
            }
            Digest diffId = feed.finish();
            writer.finish();
            return new Unpacked(diffId, writer.size());
        }
    }
}
