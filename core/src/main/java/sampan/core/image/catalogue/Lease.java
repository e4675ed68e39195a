package sampan.core.image.catalogue;

import java.util.ArrayList;
import java.util.List;
import sampan.oci.image.Digest;

/**
 * Keeps layers from being removed while somebody works with them: pulls, loads, commits, pushes, saves or reads. A layer with several leases stays until the last of
 * them is closed. Leases are of this engine's life: what they protected and no image has is swept away when the next one starts.
 */
public final class Lease implements AutoCloseable {
    private final Catalogue catalogue;
    private final List<Digest> layers = new ArrayList<>();

    public Lease(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** They need not be here yet. */
    public void add(List<Digest> more) {
        catalogue.hold(more);
        layers.addAll(more);
    }

    /** Closing it twice is the same as once. */
    @Override
    public void close() {
        catalogue.letGo(layers);
        layers.clear();
    }
}
