package sampan.core.image.transfer;

import java.util.List;
import sampan.oci.image.Descriptor;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageReference;
import sampan.oci.registry.Referrers;
import sampan.oci.registry.Repository;

/** What lies beside an image in its registry and is about it: signatures, bills of materials and the like. */
public final class ImageReferrers {
    private ImageReferrers() {}

    public static List<Descriptor> find(ImageReference name, Transfers.Session session) {
        return Transfers.with(name, session, () -> {
            Repository place = session.client().toPull(name, session.user()).getLast();
            Digest digest = name.digest().isPresent()
                    ? name.digest().get()
                    : place.manifest(name.tag().orElse(ImageReference.DEFAULT_TAG))
                            .digest();
            return new Referrers(place).find(digest);
        });
    }
}
