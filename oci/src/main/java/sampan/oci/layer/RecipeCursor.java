package sampan.oci.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.file.FdInputStream;

/** Reads a recipe note by note. */
final class RecipeCursor implements AutoCloseable {
    private static final int BUFFER = 256 << 10;
    private static final int MAX_LITERAL = 1 << 20;

    private final DataInputStream in;
    private final Chunk literal = new Chunk(MAX_LITERAL);
    private long number;

    private RecipeCursor(DataInputStream in) {
        this.in = in;
    }

    /** What comes next in the archive. */
    sealed interface Note {}

    /** @param bytes valid until the next note */
    record Literal(Chunk bytes) implements Note {}

    record Parts(String path, List<TarEntry.Extent> parts) implements Note {}

    record Moved(String path, int to) implements Note {}

    /** Takes the file over. */
    static RecipeCursor open(Fd recipe) throws IOException {
        FdInputStream file = new FdInputStream(recipe);
        try {
            return new RecipeCursor(
                    new DataInputStream(new BufferedInputStream(new ZstdInputStreamNoFinalizer(file), BUFFER)));
        } catch (IOException failed) {
            file.close();
            throw failed;
        }
    }

    /** Which note {@link #next} returned last: 1 is the first. */
    long number() {
        return number;
    }

    Optional<Note> next() throws IOException {
        try {
            int kind = in.read();
            number++;
            return switch (kind) {
                case -1 -> Optional.empty();
                case RecipeFormat.LITERAL -> {
                    literal.length = in.readInt();
                    in.readFully(literal.bytes, 0, literal.length);
                    yield Optional.of(new Literal(literal));
                }
                case RecipeFormat.PARTS -> Optional.of(new Parts(path(), parts()));
                case RecipeFormat.MOVED -> Optional.of(new Moved(path(), in.readInt()));
                default -> throw new IOException("the layer's recipe is damaged");
            };
        } catch (IndexOutOfBoundsException damaged) {
            throw new IOException("the layer's recipe is damaged", damaged);
        }
    }

    private String path() throws IOException {
        byte[] path = new byte[in.readUnsignedShort()];
        in.readFully(path);
        return new String(path, ISO_8859_1);
    }

    private List<TarEntry.Extent> parts() throws IOException {
        int count = in.readInt();
        List<TarEntry.Extent> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(new TarEntry.Extent(in.readLong(), in.readLong()));
        }
        return parts;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
