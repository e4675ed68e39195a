package sampan.cli.command.image;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Scalars;
import sampan.cli.value.FilterSpec;
import sampan.cli.value.Moment;
import sampan.cli.value.ReferencePattern;
import sampan.core.Engine;
import sampan.core.image.Image;
import sampan.oci.image.ImageReference;

/** {@code --filter} of {@code images}: patterns are alternatives, everything else must fit. */
final class ImageFilter {
    private final List<ReferencePattern> patterns = new ArrayList<>();
    private final List<Predicate<Image>> tests = new ArrayList<>();

    private ImageFilter() {}

    /** @param operand a pattern too; empty: none */
    static ImageFilter of(List<FilterSpec> filters, String operand, Engine engine) throws InvalidValue {
        ImageFilter filter = new ImageFilter();
        if (!operand.isEmpty()) {
            filter.patterns.add(ReferencePattern.parse(operand));
        }
        for (FilterSpec spec : filters) {
            filter.add(spec, engine);
        }
        return filter;
    }

    private void add(FilterSpec spec, Engine engine) throws InvalidValue {
        String value = spec.value();
        switch (spec.key()) {
            case "reference" -> patterns.add(ReferencePattern.parse(value));
            case "label" -> tests.add(labelled(value));
            case "dangling" -> {
                boolean wanted = dangling(value);
                tests.add(image -> image.references().isEmpty() == wanted);
            }
            case "before" -> {
                Instant other = created(engine.images().find(value));
                tests.add(image -> created(image).isBefore(other));
            }
            case "since" -> {
                Instant other = created(engine.images().find(value));
                tests.add(image -> created(image).isAfter(other));
            }
            case "until" -> {
                Instant until = moment(value);
                tests.add(image -> created(image).isBefore(until));
            }
            default -> throw new InvalidValue("Error response from daemon: invalid filter '" + spec.key() + "'");
        }
    }

    private static Instant moment(String value) throws InvalidValue {
        try {
            return Moment.parse(value, Instant.now(), ZoneId.systemDefault());
        } catch (InvalidValue malformed) {
            throw new InvalidValue("Error response from daemon: " + malformed.getMessage());
        }
    }

    private static boolean dangling(String value) throws InvalidValue {
        try {
            return Scalars.bool(value);
        } catch (InvalidValue notABool) {
            throw new InvalidValue("Error response from daemon: invalid filter 'dangling=[" + value + "]'");
        }
    }

    private static Instant created(Image image) {
        return image.config().created().orElse(Instant.EPOCH);
    }

    private static Predicate<Image> labelled(String value) {
        int equals = value.indexOf('=');
        return equals < 0
                ? image -> image.config().config().labels().containsKey(value)
                : image -> value.substring(equals + 1)
                        .equals(image.config().config().labels().get(value.substring(0, equals)));
    }

    /** Those of which something fits. */
    List<Image> images(List<Image> images) {
        List<Image> fitting = rows(images).stream().map(ImageListing.Row::image).toList();
        return images.stream().filter(fitting::contains).toList();
    }

    /** One row for each name that fits; one without a name for an image that has none. */
    List<ImageListing.Row> rows(List<Image> images) {
        List<ImageListing.Row> rows = new ArrayList<>();
        for (Image image : images) {
            if (tests.stream().allMatch(test -> test.test(image))) {
                image.references().stream()
                        .filter(reference -> reference.digest().isEmpty() || isAlone(reference, image))
                        .filter(this::named)
                        .map(reference -> ImageListing.Row.of(image, reference))
                        .forEach(rows::add);
                if (image.references().isEmpty() && patterns.isEmpty()) {
                    rows.add(ImageListing.Row.of(image));
                }
            }
        }
        return rows;
    }

    /** A digest of a repository of which the image has no tag; others stand in their tag's row. */
    private static boolean isAlone(ImageReference digest, Image image) {
        return image.references().stream()
                .noneMatch(other -> other.tag().isPresent() && other.name().equals(digest.name()));
    }

    private boolean named(ImageReference reference) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.fits(reference));
    }
}
