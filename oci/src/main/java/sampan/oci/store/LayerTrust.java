package sampan.oci.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import sampan.kernel.Fd;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;

/**
 * Which layers must be looked at before they are used. An engine that ends in good order leaves a note of what it has not looked at either;
 * without the note, after a power cut or a kill, that is every layer.
 */
final class LayerTrust {
    private static final String NOTE = "clean";
    private static final int MOST = 8 << 20;

    private final Fd folder;
    private final Set<Digest> unseen = ConcurrentHashMap.newKeySet();

    private LayerTrust(Fd folder) {
        this.folder = folder;
    }

    /**
     * Takes the note away: what comes after it, too, may be cut short.
     *
     * @param folder where the note is; stays the caller's
     */
    static LayerTrust open(Fd folder, Collection<Digest> present) throws IOException {
        LayerTrust trust = new LayerTrust(folder);
        Optional<byte[]> note = WholeFile.read(folder, NOTE, MOST);
        trust.unseen.addAll(present);
        if (note.isPresent()) {
            trust.unseen.retainAll(parse(new String(note.get(), US_ASCII), present));
            WholeFile.remove(folder, NOTE);
        }
        return trust;
    }

    /** A damaged note is none. */
    private static Set<Digest> parse(String note, Collection<Digest> all) {
        Set<Digest> listed = new HashSet<>();
        try {
            for (String line : note.lines().toList()) {
                listed.add(Digest.parse(line));
            }
            return listed;
        } catch (ImageFormatException damaged) {
            return new HashSet<>(all);
        }
    }

    boolean isSeen(Digest layer) {
        return !unseen.contains(layer);
    }

    boolean isSound() {
        return unseen.isEmpty();
    }

    void seen(Digest layer) {
        unseen.remove(layer);
    }

    /** To be looked at again, also by the next engine. */
    void doubt(Digest layer) {
        unseen.add(layer);
    }

    /** The end in good order. */
    void close(List<Digest> present) throws IOException {
        unseen.retainAll(present);
        String note = unseen.stream().map(digest -> digest + "\n").collect(Collectors.joining());
        WholeFile.replace(folder, NOTE, note.getBytes(US_ASCII));
    }
}
