package sampan.core.image.catalogue;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.oci.store.WholeFile;

/** The index on the disk, and the one before it: where the newest is lost or damaged, the engine goes on with that. */
final class IndexFile {
    private static final Logger LOG = System.getLogger(IndexFile.class.getName());
    private static final String CURRENT = "index.json";
    private static final String PREVIOUS = "index.previous.json";
    private static final int LARGEST = 8 << 20;

    private final Fd folder;
    private boolean restored;

    /** @param folder stays the caller's */
    IndexFile(Fd folder) {
        this.folder = folder;
    }

    /** Empty when there is none, of a new data root for instance. */
    Optional<ImageIndex> read() throws IOException {
        Optional<ImageIndex> current = read(CURRENT);
        if (current.isPresent()) {
            return current;
        }
        Optional<ImageIndex> previous = read(PREVIOUS);
        if (previous.isPresent()) {
            LOG.log(Level.WARNING, "images/" + CURRENT + " is lost or damaged: the one before it is taken");
            restored = true;
        }
        return previous;
    }

    private Optional<ImageIndex> read(String name) throws IOException {
        Optional<byte[]> text = WholeFile.read(folder, name, LARGEST);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ImageIndex.parse(text.get()));
        } catch (IOException damaged) {
            LOG.log(Level.WARNING, "images/" + name + " is damaged: " + damaged.getMessage());
            restored = true;
            WholeFile.remove(folder, name); // lest it becomes the previous one
            return Optional.empty();
        }
    }

    /** Whether what was read is not the newest: images may be missing in it. */
    boolean restored() {
        return restored;
    }

    void replace(ImageIndex next) throws IOException {
        WholeFile.replaceKeeping(folder, CURRENT, next.toJson(), PREVIOUS);
    }
}
