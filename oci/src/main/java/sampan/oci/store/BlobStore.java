package sampan.oci.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.oci.image.Digest;
import sampan.oci.image.StrictJson;

/** Small documents under the digest of their content: {@code blobs/sha256/<hex>}. */
public final class BlobStore implements AutoCloseable {
    private final Fd folder;

    private BlobStore(Fd folder) {
        this.folder = folder;
    }

    /** Opens the store and takes away what was not finished. */
    public static BlobStore open(Path dataRoot) throws IOException {
        Fd folder = Folders.open(dataRoot.resolve("blobs").resolve(Digest.Algorithm.SHA256.label()));
        WholeFile.sweep(folder);
        return new BlobStore(folder);
    }

    public Digest put(byte[] content) throws IOException {
        Digest digest = Digest.sha256(content);
        WholeFile.replace(folder, digest.hex(), content);
        return digest;
    }

    /** @throws IOException also when the content is no longer what it was: bit rot, a torn write, a stranger */
    public Optional<byte[]> read(Digest digest) throws IOException {
        Optional<byte[]> content = WholeFile.read(folder, digest.hex(), StrictJson.MAX_DOCUMENT);
        if (content.isPresent() && !Digest.sha256(content.get()).equals(digest)) {
            throw new IOException("blob " + digest + " is damaged: its content has another digest");
        }
        return content;
    }

    public List<Digest> list() throws IOException {
        return Folders.digestsIn(folder);
    }

    public void remove(Digest digest) throws IOException {
        WholeFile.remove(folder, digest.hex());
    }

    @Override
    public void close() {
        folder.close();
    }
}
