package sampan.oci.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
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
import sampan.kernel.file.Unlink;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.image.Digest;
import sampan.oci.layer.LayerCheck;
import sampan.oci.layer.LayerUnpacker;
import sampan.oci.layer.RecipeReader;
import sampan.oci.layer.RecipeWriter;

/**
 * Unpacked layers, each once, however many images have it: {@code layers/<hex>/fs}, and beside it how to make the layer's archive again.
 */
public final class LayerStore implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LayerStore.class.getName());
    private static final String TEMPORARY = "tmp-";
    /** A damaged layer that was replaced, and the boot: what runs on it keeps its files as long as it can. */
    private static final String REPLACED = "replaced-";

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final String CONTENT = "fs";
    private static final String PACKED = packed(CONTENT);
    private static final String SIZE = "size";
    private static final int MAX_SIZE = 20;
    private static final int DIRECTORY = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;

    private final Path path;
    private final Fd folder;
    private final Trash trash;
    private final LayerTrust trust;

    private LayerStore(Path path, Fd folder, Trash trash) throws IOException {
        this.path = path;
        this.folder = folder;
        this.trash = trash;
        this.trust = LayerTrust.open(folder, list());
    }

    /** Opens the store and clears away layers that were not finished. */
    public static LayerStore open(Path dataRoot, Trash trash) throws IOException {
        Path path = dataRoot.resolve("layers");
        LayerStore store = new LayerStore(path, Folders.open(path), trash);
        WholeFile.sweep(store.folder);
        boolean spread = TopFolder.mark(store.folder);
        LOG.log(Level.DEBUG, spread ? "layers are spread over the disk" : "layers lie where the file system puts them");
        for (Directory.Entry entry : Directory.list(store.folder)) {
            if (entry.text().startsWith(TEMPORARY) || isOfEarlierBoot(entry.text())) {
                trash.discard(store.folder, entry.name());
            }
        }
        return store;
    }

    private static boolean isOfEarlierBoot(String name) throws IOException {
        return name.startsWith(REPLACED) && !name.startsWith(REPLACED + bootId());
    }

    private static String bootId() throws IOException {
        return Files.readString(BOOT_ID).strip();
    }

    /** A layer that is unpacked and not yet in the store; closing it without {@link #keep} takes it away again. */
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

        /**
         * A file of it, if there is one of that path.
         *
         * @throws IOException also when it is no regular file, or one of more than so many bytes
         */
        public Optional<byte[]> file(String path, int limit) throws IOException {
            try (RootDirectory layer = RootDirectory.of(Open.at(folder, temporary, DIRECTORY, 0));
                    RootDirectory content = RootDirectory.of(Open.at(layer.descriptor(), CONTENT, DIRECTORY, 0))) {
                return content.findSmallFile(RootPath.of(path), limit);
            }
        }

        /** Writes the plain archive it was unpacked from. */
        public void writeArchive(OutputStream target) throws IOException {
            try (RecipeReader recipe = RecipeReader.open(RootDirectory.of(Open.at(folder, temporary, DIRECTORY, 0)))
                    .orElseThrow()) {
                recipe.writeTo(target);
            }
        }

        @Override
        public void close() throws IOException {
            trash.discard(folder, temporary.getBytes(US_ASCII));
        }
    }

    /**
     * Unpacks an archive; {@link #sync} brings it to the disk, {@link #keep} into the store. When this throws, nothing of it is left.
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

    /** Brings what was unpacked to the disk; before {@link #keep}. */
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

    /** Keeps layers under their digests; those that the store has already, and whole, stay drafts. When this returns, their names are on the disk. */
    public void keep(Collection<Draft> drafts) throws IOException {
        for (Draft draft : drafts) {
            keep(draft.temporary.getBytes(US_ASCII), draft.unpacked.diffId());
        }
        if (!drafts.isEmpty()) {
            Sync.file(folder);
        }
    }

    private void keep(byte[] draft, Digest diffId) throws IOException {
        try {
            Rename.keep(folder, draft, folder, name(diffId));
        } catch (SyscallException failed) {
            if (!failed.is(Errno.EEXIST)) {
                throw failed;
            }
            if (checkUnseen(diffId).isEmpty()) {
                return;
            }
            Rename.exchange(folder, draft, folder, name(diffId));
            Rename.keep(folder, draft, folder, (REPLACED + bootId() + "-" + UUID.randomUUID()).getBytes(US_ASCII));
        }
        trust.seen(diffId);
    }

    /**
     * What is wrong with a layer that is held against its digest and its archive's headers; nothing when it is as it was. What is wrong stays
     * known.
     */
    public List<String> check(Digest diffId) throws IOException {
        boolean there = contains(diffId);
        if (there) {
            forgetPacked(diffId);
        }
        List<String> damage = there ? differences(diffId) : List.of("it is missing");
        if (damage.isEmpty()) {
            trust.seen(diffId);
        } else {
            trust.doubt(diffId);
        }
        return damage;
    }

    private List<String> differences(Digest diffId) {
        try (RootDirectory layer = RootDirectory.of(Open.at(folder, diffId.hex(), DIRECTORY, 0));
                RecipeReader recipe = recipe(diffId)) {
            return LayerCheck.differences(layer, recipe, diffId);
        } catch (IOException unreadable) {
            return List.of(String.valueOf(unreadable.getMessage()));
        }
    }

    /** As {@link #check}, but of a layer that somebody has looked at since an engine ended without good order only whether it is there. */
    public List<String> checkUnseen(Digest diffId) throws IOException {
        return trust.isSeen(diffId) && contains(diffId) ? List.of() : check(diffId);
    }

    /**
     * As {@link #checkUnseen}, for a container that is to use it. A layer that an earlier version of Sampan unpacked, and noted nothing of, cannot
     * be held against anything: it is not damaged for that.
     */
    public List<String> checkForUse(Digest diffId) throws IOException {
        return contains(diffId) && isWithoutEvidence(diffId) ? List.of() : checkUnseen(diffId);
    }

    private boolean isWithoutEvidence(Digest diffId) throws IOException {
        try (Fd layer = Open.at(folder, diffId.hex(), DIRECTORY, 0)) {
            return Stat.find(layer, SIZE.getBytes(US_ASCII)).isEmpty() && !RecipeReader.isIn(layer);
        }
    }

    /** Whether every layer was looked at, and none was found damaged. */
    public boolean isSound() {
        return trust.isSound();
    }

    private static byte[] name(Digest diffId) {
        return diffId.hex().getBytes(US_ASCII);
    }

    public boolean contains(Digest diffId) throws IOException {
        return Stat.find(folder, name(diffId)).map(FileStatus::isDirectory).orElse(false);
    }

    /** Of a layer's folder: the name of a file beside it with the same as a file system, which a storage driver may make. */
    public static String packed(String content) {
        return content + ".erofs";
    }

    /** Bytes of what storage drivers have made of a layer. */
    public long packedSize(Digest diffId) throws IOException {
        if (!contains(diffId)) {
            return 0;
        }
        try (Fd layer = Open.at(folder, diffId.hex(), DIRECTORY, 0)) {
            return Stat.find(layer, PACKED.getBytes(US_ASCII))
                    .map(FileStatus::size)
                    .orElse(0L);
        }
    }

    /** It is made anew of what has been looked at; what uses it keeps it. */
    private void forgetPacked(Digest diffId) throws IOException {
        try (Fd layer = Open.at(folder, diffId.hex(), DIRECTORY, 0)) {
            if (Stat.find(layer, PACKED.getBytes(US_ASCII)).isPresent()) {
                Unlink.at(layer, PACKED);
            }
        }
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
        trust.seen(diffId);
    }

    /** Waits until the disk has the room of the layers that were removed before. */
    public void settle() {
        trash.settle();
    }

    /** The end in good order: what was looked at need not be looked at again. */
    @Override
    public void close() {
        try (folder) {
            trust.close(list());
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "the next engine looks at all layers: " + failed.getMessage());
        }
    }
}
