package sampan.cli.command.image;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.FilterFlag;
import sampan.cli.call.Formats;
import sampan.cli.call.Preferences;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.filter.ImageFilter;
import sampan.core.image.catalogue.Image;
import sampan.oci.image.ImageReference;

/** {@code images}: lists images. */
public final class ImagesCommand implements Command {
    private static final Flag<Boolean> ALL =
            Flag.bool("all", "Show all images: there are none that are hidden").shorthand('a');
    private static final Flag<Boolean> DIGESTS = Flag.bool("digests", "Show the digests of references");
    private static final Flag<String> FILTER = Flag.of(
                    "filter",
                    "filter",
                    "Show those that fit (dangling=true, reference=debian:*, label=x, ...)",
                    FilterFlag::parse)
            .shorthand('f');
    private static final Flag<String> FORMAT =
            Flag.text("format", "'json', 'table', or a template: 'table {{.ID}}\\t{{.Repository}}'");
    private static final Flag<Boolean> NO_TRUNC = Flag.bool("no-trunc", "Show everything in full");
    private static final Flag<Boolean> QUIET =
            Flag.bool("quiet", "Show only ids").shorthand('q');
    private static final Flag<Boolean> TREE = Flag.bool("tree", "Show images with their names and platforms as a tree");

    private static final Usage USAGE = Usage.of("images", "[REPOSITORY[:TAG]]", "List images")
            .aliases("image ls", "image list", "images")
            .flags(ALL, DIGESTS, FILTER, FORMAT, NO_TRUNC, QUIET, TREE)
            .between(0, 1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue {
        String operand = call.operands().isEmpty() ? "" : call.operands().getFirst();
        ImageFilter filter =
                ImageFilter.of(filters(call, operand), call.engine().images());
        if (call.on(TREE)) {
            refuse(call, QUIET, "--quiet");
            refuse(call, NO_TRUNC, "--no-trunc");
            refuse(call, DIGESTS, "--show-digest");
            refuse(call, FORMAT, "--format");
            call.out()
                    .print(ImageTree.of(
                            call.engine().images().list().stream()
                                    .filter(filter::fits)
                                    .toList(),
                            call));
            return 0;
        }
        List<ImageListing.Row> rows = rows(call.engine().images().list(), filter);
        String format = call.value(FORMAT).orElse("");
        if (call.on(QUIET)) {
            format = Formats.quiet(format, "{{.ID}}", "image_id: {{.ID}}");
        } else if (format.isEmpty()) {
            format = Preferences.format(call, "imagesFormat");
        }
        call.out()
                .print(ImageListing.of(Instant.now(), call.on(NO_TRUNC), call.on(DIGESTS))
                        .render(rows, format, Formats.medium(call, call.on(NO_TRUNC))));
        return 0;
    }

    private static void refuse(Call call, Flag<?> flag, String name) throws InvalidValue {
        if (call.flags().given(flag)) {
            throw new InvalidValue(name + " is not yet supported with --tree");
        }
    }

    /** The operand is one more pattern of names. */
    private static Map<String, List<String>> filters(Call call, String operand) throws InvalidValue {
        Map<String, List<String>> filters = FilterFlag.byKey(call.flags().values(FILTER));
        if (!operand.isEmpty()) {
            filters.computeIfAbsent("reference", _ -> new ArrayList<>()).add(operand);
        }
        return filters;
    }

    /** One row for each name that fits; one without a name for an image that has none. */
    private static List<ImageListing.Row> rows(List<Image> images, ImageFilter filter) {
        List<ImageListing.Row> rows = new ArrayList<>();
        for (Image image : images) {
            filter.names(image).stream()
                    .filter(reference -> reference.digest().isEmpty() || isAlone(reference, image))
                    .map(reference -> ImageListing.Row.of(image, reference))
                    .forEach(rows::add);
            if (image.references().isEmpty() && filter.fits(image)) {
                rows.add(ImageListing.Row.of(image));
            }
        }
        return rows;
    }

    /** A digest of a repository of which the image has no tag; others stand in their tag's row. */
    private static boolean isAlone(ImageReference digest, Image image) {
        return image.references().stream()
                .noneMatch(other -> other.tag().isPresent() && other.name().equals(digest.name()));
    }
}
