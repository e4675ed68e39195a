package sampan.oci.layer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sampan.kernel.Fd;
import sampan.kernel.file.BlockInputStream;
import sampan.kernel.file.Read;
import sampan.kernel.file.Seek;

/** The archive that a recipe and an unpacked layer make, as a stream. */
final class RecipeStream extends BlockInputStream {
    private final RecipeCursor cursor;
    private final Files files;

    private byte[] literal = new byte[0];
    private int position;
    private int limit;

    private @Nullable Fd file;
    private List<TarEntry.Extent> parts = List.of();
    private int part;
    private long left;

    /** Where the contents are: for the reader to close. */
    @FunctionalInterface
    interface Files {
        Fd open(long record, String path) throws IOException;
    }

    /** @param cursor taken over */
    RecipeStream(RecipeCursor cursor, Files files) {
        this.cursor = cursor;
        this.files = files;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == limit && left == 0) {
            if (!nextPart() && !nextRecord()) {
                return -1;
            }
        }
        return position < limit ? fromLiteral(target, offset, length) : fromFile(target, offset, length);
    }

    private int fromLiteral(byte[] target, int offset, int length) {
        int count = Math.min(length, limit - position);
        System.arraycopy(literal, position, target, offset, count);
        position += count;
        return count;
    }

    private int fromFile(byte[] target, int offset, int length) throws IOException {
        if (file == null) {
            throw new IllegalStateException("no file is open");
        }
        int got = Read.read(file, target, offset, (int) Math.min(length, left));
        if (got == 0) {
            throw new IOException("a file of the layer is shorter than it was");
        }
        left -= got;
        return got;
    }

    private boolean nextPart() throws IOException {
        if (file == null || part == parts.size()) {
            return false;
        }
        TarEntry.Extent next = parts.get(part++);
        Seek.to(file, next.offset());
        left = next.length();
        return true;
    }

    private boolean nextRecord() throws IOException {
        Optional<RecipeCursor.Note> note = cursor.next();
        if (note.isEmpty()) {
            return false;
        }
        switch (note.get()) {
            case RecipeCursor.Literal(Chunk chunk) -> {
                literal = chunk.bytes;
                position = 0;
                limit = chunk.length;
            }
            case RecipeCursor.Parts(String path, List<TarEntry.Extent> extents) -> {
                closeFile();
                file = files.open(cursor.number(), path);
                parts = extents;
                part = 0;
            }
            case RecipeCursor.Moved _ -> {
                // Who opens the files takes it into account.
            }
        }
        return true;
    }

    private void closeFile() {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    @Override
    public void close() throws IOException {
        closeFile();
        cursor.close();
    }
}
