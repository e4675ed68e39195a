package sampan.oci.layer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.FdOutputStream;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.ProcFd;
import sampan.kernel.file.Readlink;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.image.ImageFormatException;

/**
 * Notes, while a layer is unpacked, how to make the very same archive again: its headers and padding as they stood there, and for the content
 * of files where it was unpacked to. What an entry of the archive takes the place of is kept aside. {@link RecipeReader} reads it.
 *
 * <p>The layer's folder holds {@code fs}, the files; {@code recipe}; and, seldom, {@code replaced}.
 */
public final class RecipeWriter implements AutoCloseable {
    private static final int BUFFER = 64 << 10;
    private static final int FASTEST = 1;
    /** No builder writes a file twice into one layer as often as this; the packer keeps all of them in mind. */
    private static final int MOST_REPLACED = 20_000;

    private final Folder layer;
    private final byte[] root;
    private final FdOutputStream file;
    private final DataOutputStream out;
    private final ByteArrayOutputStream literal = new ByteArrayOutputStream(BUFFER);
    private @Nullable Folder replaced;
    private int moves;

    private @Nullable Folder lastFolder;
    private byte @Nullable [] lastPlace;

    private RecipeWriter(Folder layer, byte[] root, FdOutputStream file) throws IOException {
        this.layer = layer;
        this.root = root;
        this.file = file;
        this.out =
                new DataOutputStream(new BufferedOutputStream(new ZstdOutputStreamNoFinalizer(file, FASTEST), BUFFER));
    }

    /**
     * Begins a recipe.
     *
     * @param layer the layer's folder; stays the caller's
     */
    public static RecipeWriter create(RootDirectory layer) throws IOException {
        Folder top = layer.folder(RootPath.root());
        try (Folder content = top.folder(RecipeFormat.CONTENT.getBytes(US_ASCII));
                Fd file = top.createFile(RecipeFormat.FILE.getBytes(US_ASCII), 0600)) {
            byte[] root = Readlink.of(Path.of(ProcFd.path(content.descriptor())));
            return new RecipeWriter(top, root, new FdOutputStream(file));
        } catch (IOException failed) {
            top.close();
            throw failed;
        }
    }

    void literal(byte[] bytes, int from, int length) throws IOException {
        literal.write(bytes, from, length);
        if (literal.size() >= BUFFER) {
            flush();
        }
    }

    private void flush() throws IOException {
        if (literal.size() > 0) {
            out.writeByte(RecipeFormat.LITERAL);
            out.writeInt(literal.size());
            literal.writeTo(out);
            literal.reset();
        }
    }

    /** Notes that these parts of a file come next in the archive; false when they must be recorded as they are. */
    boolean file(Folder parent, byte[] name, List<TarEntry.Extent> extents) throws IOException {
        byte[] place = place(parent, name);
        if (place == null || extents.isEmpty()) {
            return false;
        }
        record(RecipeFormat.PARTS, place);
        out.writeInt(extents.size());
        for (TarEntry.Extent extent : extents) {
            out.writeLong(extent.offset());
            out.writeLong(extent.length());
        }
        return true;
    }

    /** Puts aside what loses its name, if content of it may be needed; false when it can go. */
    boolean keepReplaced(Folder parent, byte[] name, FileStatus status) throws IOException {
        boolean needed = status.isDirectory() || (status.isRegular() && status.size() > 0);
        byte[] place = needed ? place(parent, name) : null;
        if (place == null) {
            return false;
        }
        if (moves == MOST_REPLACED) {
            throw new ImageFormatException("the archive writes more than " + MOST_REPLACED + " of its names twice");
        }
        record(RecipeFormat.MOVED, place);
        out.writeInt(moves);
        parent.rename(name, replaced(), String.valueOf(moves).getBytes(US_ASCII));
        moves++;
        return true;
    }

    private void record(int kind, byte[] place) throws IOException {
        flush();
        out.writeByte(kind);
        out.writeShort(place.length);
        out.write(place);
    }

    private Folder replaced() throws IOException {
        if (replaced == null) {
            byte[] name = RecipeFormat.REPLACED.getBytes(US_ASCII);
            layer.makeDirectory(name, 0700);
            replaced = layer.folder(name);
        }
        return replaced;
    }

    /** Where a name lies below the root, with no symbolic link on the way; null when the kernel cannot say. */
    private byte @Nullable [] place(Folder parent, byte[] name) throws IOException {
        if (parent != lastFolder) { // by identity: a folder that was moved is opened anew
            lastPlace = place(parent);
            lastFolder = parent;
        }
        byte[] folder = lastPlace;
        if (folder == null || folder.length + 1 + name.length > EntryPath.MAX_PATH) {
            return null;
        }
        byte[] place = Arrays.copyOf(folder, folder.length + name.length);
        System.arraycopy(name, 0, place, folder.length, name.length);
        return place;
    }

    /** {@code usr/bin/}, or nothing for the root. */
    private byte @Nullable [] place(Folder folder) throws IOException {
        byte[] path;
        try {
            path = Readlink.of(Path.of(ProcFd.path(folder.descriptor())));
        } catch (SyscallException failed) {
            if (failed.is(Errno.ENAMETOOLONG)) {
                return null;
            }
            throw failed;
        }
        if (Arrays.equals(path, root)) {
            return new byte[0];
        }
        boolean below = path.length > root.length
                && path[root.length] == '/'
                && Arrays.equals(path, 0, root.length, root, 0, root.length);
        if (!below) {
            return null;
        }
        byte[] place = Arrays.copyOfRange(path, root.length + 1, path.length + 1);
        place[place.length - 1] = '/';
        return place;
    }

    /** The end of the archive. */
    public void finish() throws IOException {
        flush();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
        } finally {
            file.close(); // which a compressor that cannot write its end does not
            layer.close();
            if (replaced != null) {
                replaced.close();
            }
        }
    }
}
