package sampan.core.image;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntSupplier;
import sampan.core.image.catalogue.Image;
import sampan.oci.image.ImageId;

/** Removes images that nobody needs, as {@link Retention} says. What a container was made of, or somebody is making one of, stays. */
public final class ImageCollection {
    /** Somebody may be about to use it. */
    private static final Duration IN_THE_MAKING = Duration.ofHours(1);

    private final ImageStore images;
    private final Function<ImageId, List<ImageUse>> usedBy;
    private final IntSupplier fill;
    private final Clock clock;

    /**
     * @param usedBy the containers made from an image
     * @param fill per cent of the disk that are in use
     */
    public ImageCollection(ImageStore images, Function<ImageId, List<ImageUse>> usedBy, IntSupplier fill, Clock clock) {
        this.images = images;
        this.usedBy = usedBy;
        this.fill = fill;
        this.clock = clock;
    }

    /** What was removed. */
    public Pruned run(Retention retention) {
        Pruned gone = Pruned.NOTHING;
        if (!retention.age().isZero()) {
            Instant limit = clock.instant().minus(retention.age());
            gone = images.prune(image -> isNameless(image) && lastWanted(image).isBefore(limit), false, usedBy);
        }
        if (inUse() >= retention.high() && retention.high() > retention.low()) {
            gone = gone.and(untilLow(retention, false));
            if (retention.named()) {
                gone = gone.and(untilLow(retention, true));
            }
        }
        return gone;
    }

    /** Per cent of the disk, once it has the room back of all that was removed. */
    private int inUse() {
        images.settle();
        return fill.getAsInt();
    }

    private Pruned untilLow(Retention retention, boolean named) {
        Pruned gone = Pruned.NOTHING;
        Instant limit = clock.instant().minus(IN_THE_MAKING);
        List<Image> oldest = images.list().stream()
                .filter(image -> named || isNameless(image))
                .filter(image -> lastWanted(image).isBefore(limit))
                .sorted(Comparator.comparing(ImageCollection::lastWanted))
                .toList();
        for (Image image : oldest) {
            if (inUse() <= retention.low()) {
                break;
            }
            gone = gone.and(images.prune(other -> other.id().equals(image.id()), named, usedBy));
        }
        return gone;
    }

    /** Had a name once: what never had one is known to somebody by its id. */
    private static boolean isNameless(Image image) {
        return image.references().isEmpty() && image.tagged().isPresent();
    }

    private static Instant lastWanted(Image image) {
        return image.tagged().or(image.config()::created).orElse(Instant.EPOCH);
    }
}
