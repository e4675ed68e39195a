package sampan.oci.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether files are still those that were read: a list for each, of those that exist.
 *
 * @param all one for each file that was there
 */
record FileStamps(List<Stamp> all) {
    record Stamp(Path file, @Nullable Object key, FileTime modified, long size) {}

    static FileStamps of(List<Path> files) throws IOException {
        List<Stamp> all = new ArrayList<>();
        for (Path file : files) {
            if (Files.exists(file)) { // an exception takes longer than the question
                stamp(file).ifPresent(all::add);
            }
        }
        return new FileStamps(all);
    }

    FileStamps and(FileStamps others) {
        return new FileStamps(Stream.concat(all.stream(), others.all.stream()).toList());
    }

    private static Optional<Stamp> stamp(Path file) throws IOException {
        try {
            BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Stamp(file, seen.fileKey(), seen.lastModifiedTime(), seen.size()));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }
}
