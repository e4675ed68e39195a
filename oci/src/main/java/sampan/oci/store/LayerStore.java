package sampan.oci.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Chmod;
import sampan.kernel.file.Directory;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Mkdir;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Rename;
import sampan.kernel.file.Stat;
import sampan.kernel.file.Sync;
import sampan.kernel.file.TopFolder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.oci.image.Digest;
import sampan.oci.layer.LayerUnpacker;
import sampan.oci.layer.RecipeReader;
import sampan.oci.layer.RecipeWriter;

/**
 * Unpacked layers, each once, however many images have it: {@code layers/<hex>/fs}, and beside it how to make the layer's archive again.
 */
public final class LayerStore implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LayerStore.class.getName());
    private static final String TEMPORARY = "tmp-";
    private static final String CONTENT = "fs";
    private static final String SIZE = "size";
    private static final int MAX_SIZE = 20;
    private static final int DIRECTORY = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;

    private final Path path;
    private final Fd folder;
    private final Trash trash;

    private LayerStore(Path path, Fd folder, Trash trash) {
        this.path = path;
        this.folder = folder;
        this.trash = trash;
    }

    /** Opens the store and clears away layers that were not finished. */
    public static LayerStore open(Path dataRoot, Trash trash) throws IOException {
        Path path = dataRoot.resolve("layers");
        LayerStore store = new LayerStore(path, Folders.open(path), trash);
        boolean spread = TopFolder.mark(store.folder);
        LOG.log(Level.DEBUG, spread ? "layers are spread over the disk" : "layers lie where the file system puts them");
        for (Directory.Entry entry : Directory.list(store.folder)) {
            if (entry.text().startsWith(TEMPORARY)) {
                trash.discard(store.folder, entry.name());
            }
        }
        return store;
    }

    /** A layer that is unpacked and not yet in the store; closing it without {@link #commit} takes it away again. */
    public final class Draft implements AutoCloseable {
        private final String temporary;
        private final LayerUnpacker.Unpacked unpacked;

        private Draft(String temporary, LayerUnpacker.Unpacked unpacked) {
            this.temporary = temporary;
            this.unpacked = unpacked;
        }

        public LayerUnpacker.Unpacked unpacked() {
            return unpacked;
        }

        /** Keeps the layer under its digest; false when the store has it already. */
        public boolean commit() throws IOException {
            return LayerStore.this.commit(temporary, unpacked.diffId());
        }

        @Override
        public void close() throws IOException {
            trash.discard(folder, temporary.getBytes(US_ASCII));
        }
    }

    /**
     * Unpacks an archive; {@link #sync} brings it to the disk. When this throws, nothing of it is left.
     *
     * @throws IOException with one clear sentence: a malformed archive, a full disk
     */
    public Draft unpack(InputStream archive) throws IOException {
        String temporary = TEMPORARY + UUID.randomUUID();
        try {
            Mkdir.at(folder, temporary, 0700);
            return new Draft(temporary, unpack(archive, temporary));
        } catch (IOException | RuntimeException failed) {
            trash.discard(folder, temporary.getBytes(US_ASCII));
            throw failed;
        }
    }

    private LayerUnpacker.Unpacked unpack(InputStream archive, String temporary) throws IOException {
        try (RootDirectory layer = RootDirectory.of(Open.at(folder, temporary, DIRECTORY, 0))) {
            Mkdir.at(layer.descriptor(), CONTENT, 0755);
            try (RootDirectory content = RootDirectory.of(Open.at(layer.descriptor(), CONTENT, DIRECTORY, 0))) {
                Chmod.of(content.descriptor(), 0755);
                LayerUnpacker.Unpacked unpacked = unpack(archive, layer, content);
                WholeFile.write(
                        layer.descriptor(),
                        SIZE,
                        String.valueOf(unpacked.size()).getBytes(US_ASCII));
                return unpacked;
            }
        }
    }

    private static LayerUnpacker.Unpacked unpack(InputStream archive, RootDirectory layer, RootDirectory content)
            throws IOException {
        try (RecipeWriter recipe = RecipeWriter.create(layer)) {
            LayerUnpacker.Unpacked unpacked = LayerUnpacker.unpack(archive, content, Optional.of(recipe));
            recipe.finish();
            return unpacked;
        }
    }

    /** Brings what was unpacked to the disk; before {@link Draft#commit}. */
    public void sync() throws IOException {
        Sync.fileSystem(folder);
    }

    /**
     * For making the layer's archive again.
     *
     * @throws IOException when the layer is not there, or was unpacked without a recipe
     */
    public RecipeReader recipe(Digest diffId) throws IOException {
        RootDirectory layer = RootDirectory.of(Open.at(folder, diffId.hex(), DIRECTORY, 0));
        return RecipeReader.open(layer)
                .orElseThrow(() -> new IOException("layer " + diffId + " was unpacked by an older version of Sampan:"
                        + " load or import its image again to have it saved"));
    }

    /** Bytes of all files of a layer; 0 when that was not noted. */
    public long size(Digest diffId) throws IOException {
        try (Fd layer = Open.at(folder, diffId.hex(), DIRECTORY, 0)) {
            Optional<byte[]> text = WholeFile.read(layer, SIZE, MAX_SIZE);
            return text.isEmpty() ? 0 : Long.parseLong(new String(text.get(), US_ASCII));
        } catch (NumberFormatException damaged) {
            throw new IOException("layer " + diffId + " is damaged", damaged);
        }
    }

    private boolean commit(String temporary, Digest diffId) throws IOException {
        try {
            Rename.keep(folder, temporary.getBytes(US_ASCII), folder, name(diffId));
        } catch (SyscallException failed) {
            if (failed.is(Errno.EEXIST)) {
                return false;
            }
            throw failed;
        }
        Sync.file(folder);
        return true;
    }

    private static byte[] name(Digest diffId) {
        return diffId.hex().getBytes(US_ASCII);
    }

    public boolean contains(Digest diffId) throws IOException {
        return Stat.find(folder, name(diffId)).map(FileStatus::isDirectory).orElse(false);
    }

    /** The layer's content, for an overlay's lower directory. */
    public Path content(Digest diffId) {
        return path.resolve(diffId.hex()).resolve(CONTENT);
    }

    public List<Digest> list() throws IOException {
        return Folders.digestsIn(folder);
    }

    /** Removes a layer that no image has any more. */
    public void remove(Digest diffId) throws IOException {
        trash.discard(folder, name(diffId));
        Sync.file(folder);
    }

    @Override
    public void close() {
        folder.close();
    }
}
