package sampan.oci.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.digest.Sha256;
import sampan.kernel.file.Read;
import sampan.kernel.file.Seek;
import sampan.kernel.file.Stat;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.image.Digest;

/** Makes the archive of an unpacked layer again, byte for byte, from what {@link RecipeWriter} noted. */
public final class RecipeReader implements AutoCloseable {
    private static final int BUFFER = 256 << 10;

    private final RootDirectory layer;
    /** Of a path that was moved away: the numbers of the records that did it, and where it went. */
    private final Map<String, TreeMap<Long, Integer>> moved = new HashMap<>();

    private final byte[] buffer = new byte[BUFFER];
    private long size;

    private RecipeReader(RootDirectory layer) {
        this.layer = layer;
    }

    /** Whether the layer was unpacked with one. */
    public static boolean isIn(Fd layer) throws IOException {
        return Stat.find(layer, RecipeFormat.FILE.getBytes(US_ASCII)).isPresent();
    }

    /**
     * Reads the recipe once.
     *
     * @param layer the layer's folder; taken over
     * @return empty when there is no recipe
     */
    public static Optional<RecipeReader> open(RootDirectory layer) throws IOException {
        RecipeReader reader = new RecipeReader(layer);
        try {
            reader.read(reader.new Survey());
            return Optional.of(reader);
        } catch (SyscallException failed) {
            layer.close();
            if (failed.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw failed;
        } catch (IOException failed) {
            layer.close();
            throw failed;
        }
    }

    /** Bytes of the archive. */
    public long size() {
        return size;
    }

    /** Writes the archive and returns its digest: another than the layer's says that the layer is damaged. */
    public Digest writeTo(OutputStream out) throws IOException {
        try (Sha256 hash = Sha256.open()) {
            read(new Copy(out, hash));
            return Digest.of(Digest.Algorithm.SHA256, hash.finish());
        }
    }

    /** What is done with the records. */
    private interface Records {
        void literal(byte[] bytes, int length) throws IOException;

        void parts(long number, String path, List<TarEntry.Extent> parts) throws IOException;

        void moved(long number, String path, int to) throws IOException;
    }

    private final class Survey implements Records {
        @Override
        public void literal(byte[] bytes, int length) {
            size += length;
        }

        @Override
        public void parts(long number, String path, List<TarEntry.Extent> parts) {
            parts.forEach(part -> size += part.length());
        }

        @Override
        public void moved(long number, String path, int to) {
            moved.computeIfAbsent(path, _ -> new TreeMap<>()).put(number, to);
        }
    }

    private final class Copy implements Records {
        private final OutputStream out;
        private final Sha256 hash;

        Copy(OutputStream out, Sha256 hash) {
            this.out = out;
            this.hash = hash;
        }

        @Override
        public void literal(byte[] bytes, int length) throws IOException {
            hash.update(bytes, 0, length);
            out.write(bytes, 0, length);
        }

        @Override
        public void parts(long number, String path, List<TarEntry.Extent> parts) throws IOException {
            try (Fd file = file(number, path)) {
                long at = 0;
                for (TarEntry.Extent part : parts) {
                    if (part.offset() != at) {
                        Seek.to(file, part.offset());
                    }
                    copy(file, part.length());
                    at = part.offset() + part.length();
                }
            }
        }

        private void copy(Fd file, long length) throws IOException {
            for (long left = length; left > 0; ) {
                int got = Read.read(file, buffer, 0, (int) Math.min(left, buffer.length));
                if (got == 0) {
                    throw new EOFException("a file of the layer is shorter than it was");
                }
                literal(buffer, got);
                left -= got;
            }
        }

        @Override
        public void moved(long number, String path, int to) {
            // Taken into account by place().
        }
    }

    /** Where the file that had this path when record {@code number} was written is now. */
    private String place(long number, String path) {
        if (!moved.isEmpty()) {
            long first = Long.MAX_VALUE;
            String place = "";
            for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
                TreeMap<Long, Integer> moves = moved.get(path.substring(0, end));
                Map.Entry<Long, Integer> next = moves == null ? null : moves.higherEntry(number);
                if (next != null && next.getKey() < first) {
                    first = next.getKey();
                    place = RecipeFormat.REPLACED + "/" + next.getValue() + path.substring(end);
                }
            }
            if (!place.isEmpty()) {
                return place;
            }
        }
        return RecipeFormat.CONTENT + "/" + path;
    }

    private void read(Records records) throws IOException {
        try (RecipeCursor cursor = open()) {
            for (Optional<RecipeCursor.Note> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                switch (next.get()) {
                    case RecipeCursor.Literal(Chunk literal) -> records.literal(literal.bytes, literal.length);
                    case RecipeCursor.Parts(String path, List<TarEntry.Extent> parts) ->
                        records.parts(cursor.number(), path, parts);
                    case RecipeCursor.Moved(String path, int to) -> records.moved(cursor.number(), path, to);
                }
            }
        }
    }

    private RecipeCursor open() throws IOException {
        return RecipeCursor.open(layer.openRegular(RootPath.of(RecipeFormat.FILE.getBytes(US_ASCII))));
    }

    /** The archive, for the caller to close; this must stay open as long. */
    InputStream stream() throws IOException {
        return new RecipeStream(open(), this::file);
    }

    /** Whether the archive has names twice. */
    boolean replaces() {
        return !moved.isEmpty();
    }

    private Fd file(long number, String path) throws IOException {
        return layer.openRegular(RootPath.of(place(number, path).getBytes(ISO_8859_1)));
    }

    @Override
    public void close() {
        layer.close();
    }
}
