package sampan.oci.layer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.oci.image.ImageFormatException;

/** The root file system in an archive that has it in a folder, with some files beside it. */
public final class ArchiveFolder {
    private ArchiveFolder() {}

    /**
     * A small file beside the folder.
     *
     * @param archive plain, in a regular file; stays the caller's
     * @return empty when the archive begins with anything else than the file and the folder, or has no such file
     */
    public static Optional<byte[]> companion(Fd archive, String folder, String file, int limit) throws IOException {
        TarReader reader = new TarReader(new PositionedFeed(archive));
        for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            List<String> names = EntryPath.of(entry.get().name()).names();
            if (names.equals(List.of(file)) && entry.get().content() instanceof TarEntry.Content.File content) {
                return Optional.of(content(reader, content, entry.get(), limit));
            }
            if (!names.isEmpty() && !names.getFirst().equals(folder)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static byte[] content(TarReader reader, TarEntry.Content.File file, TarEntry entry, int limit)
            throws IOException {
        if (file.size() > limit) {
            throw new ImageFormatException(EntryPath.quoted(entry.name()) + " is larger than " + limit + " bytes");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        reader.body((_, piece, from, length) -> bytes.write(piece, from, length), true);
        return bytes.toByteArray();
    }

    /**
     * Writes the folder as an archive of its own, and the end of that.
     *
     * @param archive plain; is read to its end
     * @throws ImageFormatException when something in the folder is a hard link to something outside of it
     */
    public static void copy(InputStream archive, String folder, TarWriter target) throws IOException {
        ByteFeed feed = ByteFeed.of(archive);
        TarReader reader = new TarReader(feed);
        for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            Optional<String> name = below(entry.get().name(), folder);
            if (name.isPresent()) {
                copy(renamed(entry.get(), name.get(), folder), reader, target);
            }
        }
        feed.drain();
        target.finish();
    }

    private static void copy(TarEntry entry, TarReader reader, TarWriter target) throws IOException {
        if (entry.content() instanceof TarEntry.Content.File file) {
            target.write(
                    entry, file, out -> reader.body((_, piece, from, length) -> out.write(piece, from, length), true));
        } else {
            target.write(entry);
        }
    }

    private static TarEntry renamed(TarEntry entry, String name, String folder) throws ImageFormatException {
        TarEntry.Content content = entry.content();
        if (content instanceof TarEntry.Content.HardLink(String link)) {
            content = new TarEntry.Content.HardLink(below(link, folder)
                    .orElseThrow(() -> new ImageFormatException(EntryPath.quoted(entry.name()) + " is a hard link to "
                            + EntryPath.quoted(link) + ", which is not in " + folder)));
        }
        return new TarEntry(name, entry.attributes(), content, entry.xattrs());
    }

    private static Optional<String> below(String name, String folder) throws ImageFormatException {
        List<String> names = EntryPath.of(name).names();
        if (names.isEmpty() || !names.getFirst().equals(folder)) {
            return Optional.empty();
        }
        return Optional.of(names.size() == 1 ? "./" : String.join("/", names.subList(1, names.size())));
    }
}
