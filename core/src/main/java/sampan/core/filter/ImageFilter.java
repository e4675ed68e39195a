package sampan.core.filter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import sampan.core.config.Labels;
import sampan.core.error.EngineException;
import sampan.core.image.ImageStore;
import sampan.core.image.catalogue.Image;
import sampan.oci.image.ImageReference;

/** Which images a list is to show: patterns of names are alternatives, everything else must fit. */
public final class ImageFilter {
    private final List<ReferencePattern> patterns = new ArrayList<>();
    private final List<Predicate<Image>> tests = new ArrayList<>();

    private ImageFilter() {}

    /** @param images those that {@code before} and {@code since} may name */
    public static ImageFilter of(Map<String, List<String>> filters, ImageStore images) {
        ImageFilter filter = new ImageFilter();
        filters.forEach((key, values) -> values.forEach(value -> filter.add(key, value, images)));
        return filter;
    }

    private void add(String key, String value, ImageStore images) {
        switch (key) {
            case "reference" -> patterns.add(ReferencePattern.parse(value));
            case "label" ->
                tests.add(image -> Labels.fit(image.config().config().labels(), value));
            case "dangling" -> {
                boolean wanted = YesOrNo.of(key, value);
                tests.add(image -> image.references().isEmpty() == wanted);
            }
            case "before" -> {
                Instant other = created(images.find(value));
                tests.add(image -> created(image).isBefore(other));
            }
            case "since" -> {
                Instant other = created(images.find(value));
                tests.add(image -> created(image).isAfter(other));
            }
            case "until" -> {
                Instant until = PruneFilter.moment(value);
                tests.add(image -> created(image).isBefore(until));
            }
            default -> throw new EngineException.InvalidArgument("invalid filter '" + key + "'");
        }
    }

    public static Instant created(Image image) {
        return image.config().created().orElse(Instant.EPOCH);
    }

    /** Whether the image, or one of its names, is to be shown. */
    public boolean fits(Image image) {
        return tests.stream().allMatch(test -> test.test(image))
                && (patterns.isEmpty() || image.references().stream().anyMatch(this::named));
    }

    /** Those of its names that fit; none for an image that does not, and for one that has none. */
    public List<ImageReference> names(Image image) {
        return fits(image) ? image.references().stream().filter(this::named).toList() : List.of();
    }

    private boolean named(ImageReference reference) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.fits(reference));
    }
}
