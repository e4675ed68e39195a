package sampan.core.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sampan.core.event.Action;
import sampan.core.event.Subject;
import sampan.core.image.catalogue.Catalogue;
import sampan.core.image.catalogue.ChainId;
import sampan.core.image.catalogue.ImageIndex;
import sampan.core.image.catalogue.ImageNews;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;

/** Carries out removals, for who holds the catalogue's lock. */
final class ImageRemoval {
    private final Catalogue catalogue;
    private final ImageNews news;

    ImageRemoval(Catalogue catalogue, ImageNews news) {
        this.catalogue = catalogue;
        this.news = news;
    }

    Pruned carryOut(ImageId id, RemovalPlan plan) {
        List<Removal> steps = new ArrayList<>();
        ImageIndex next = catalogue.index();
        Subject subject = news.subject(id, id.toString());
        for (ImageReference reference : plan.untag()) {
            next = next.untagged(reference);
            steps.add(new Removal.Untagged(reference.familiar()));
        }
        try {
            long freed = 0;
            switch (plan.fate()) {
                case STAYS -> catalogue.replace(next);
                case HIDDEN -> {
                    catalogue.replace(next.hidden(id));
                    steps.add(new Removal.Deleted(id.toString()));
                }
                case DELETED -> {
                    steps.add(new Removal.Deleted(id.toString()));
                    freed = delete(id, next, steps);
                }
            }
            tell(id, subject, plan);
            return new Pruned(steps, freed);
        } catch (IOException failed) {
            throw Catalogue.failure("cannot remove image " + id.shortened(), failed);
        }
    }

    /** @param subject the image as it was before */
    private void tell(ImageId id, Subject subject, RemovalPlan plan) {
        for (int untagged = 0; untagged < plan.untag().size(); untagged++) {
            news.publish(subject, Action.UNTAG);
        }
        if (plan.fate() != RemovalPlan.Fate.STAYS) {
            news.tell(id, Action.DELETE);
        }
    }

    /** @return bytes of the files that go */
    private long delete(ImageId id, ImageIndex index, List<Removal> steps) throws IOException {
        List<Digest> diffIds = catalogue.listed(id).config().diffIds();
        long freed = 0;
        List<Long> sizes = diffIds.stream().map(catalogue::size).toList();
        catalogue.replace(index.without(id));
        List<Digest> gone = catalogue.delete(id, diffIds);
        for (Digest diffId : gone) {
            freed += sizes.get(diffIds.indexOf(diffId));
        }
        Set<Digest> others = new HashSet<>();
        for (ImageId other : catalogue.index().images().keySet()) {
            others.addAll(ChainId.of(catalogue.listed(other).config().diffIds()));
        }
        for (Digest chain : ChainId.of(diffIds).reversed()) {
            if (others.add(chain)) {
                steps.add(new Removal.Deleted(chain.toString()));
            }
        }
        return freed;
    }
}
