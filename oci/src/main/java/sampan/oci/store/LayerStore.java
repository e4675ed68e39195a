package sampan.oci.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
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
import sampan.kernel.rootfs.RootDirectory;
import sampan.oci.image.Digest;
import sampan.oci.layer.LayerUnpacker;

/** Unpacked layers, each once, however many images have it: {@code layers/<hex>/fs}. */
public final class LayerStore implements AutoCloseable {
    private static final String TEMPORARY = "tmp-";
    private static final String CONTENT = "fs";
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
        for (Directory.Entry entry : Directory.list(store.folder)) {
            if (entry.text().startsWith(TEMPORARY)) {
                trash.discard(store.folder, entry.name());
            }
        }
        return store;
    }

    /**
     * Unpacks an archive and keeps it under its digest. It is on the disk when this returns; when this throws, nothing of it is.
     *
     * @throws IOException with one clear sentence: a malformed archive, a full disk
     */
    public LayerUnpacker.Unpacked add(InputStream archive) throws IOException {
        String temporary = TEMPORARY + UUID.randomUUID();
        try {
            Mkdir.at(folder, temporary, 0700);
            LayerUnpacker.Unpacked unpacked = unpack(archive, temporary);
            commit(temporary, unpacked.diffId());
            return unpacked;
        } finally {
            trash.discard(folder, temporary.getBytes(US_ASCII));
        }
    }

    private LayerUnpacker.Unpacked unpack(InputStream archive, String temporary) throws IOException {
        try (Fd layer = Open.at(folder, temporary, DIRECTORY, 0)) {
            Mkdir.at(layer, CONTENT, 0755);
            try (RootDirectory content = RootDirectory.of(Open.at(layer, CONTENT, DIRECTORY, 0))) {
                Chmod.of(content.descriptor(), 0755);
                LayerUnpacker.Unpacked unpacked = LayerUnpacker.unpack(archive, content);
                Sync.fileSystem(content.descriptor());
                return unpacked;
            }
        }
    }

    private void commit(String temporary, Digest diffId) throws IOException {
        try {
            Rename.keep(folder, temporary.getBytes(US_ASCII), folder, name(diffId));
            Sync.file(folder);
        } catch (SyscallException failed) {
            if (!failed.is(Errno.EEXIST)) { // else we have this layer already
                throw failed;
            }
        }
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
        List<Digest> layers = new ArrayList<>();
        for (Directory.Entry entry : Directory.list(folder)) {
            digest(entry.text()).ifPresent(layers::add);
        }
        return layers;
    }

    private static Optional<Digest> digest(String name) {
        try {
            return Optional.of(new Digest(Digest.Algorithm.SHA256, name));
        } catch (IllegalArgumentException notALayer) {
            return Optional.empty();
        }
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
