package sampan.cli.command.image;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.command.registry.Pulling;
import sampan.cli.flag.Flag;
import sampan.cli.flag.Usage;
import sampan.cli.table.Sizes;
import sampan.core.image.ImageCheck;
import sampan.core.image.ImageStore;
import sampan.core.image.catalogue.Image;
import sampan.oci.image.ImageId;

/** {@code image check}: looks at every byte of images, and pulls again what is damaged. */
public final class ImageCheckCommand implements Command {
    private static final Flag<Boolean> REPAIR =
            Flag.bool("repair", "Pull damaged images again, and remove what belongs to none");

    private static final Usage USAGE = Usage.of(
                    "image check", "[IMAGE...]", "Hold images against their digests, byte for byte")
            .flags(REPAIR)
            .atLeast(0);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException {
        ImageStore store = call.engine().images();
        ImageCheck check = store.check();
        ImageCheck.Report report = look(call, store, check);
        for (ImageCheck.Finding finding : report.findings()) {
            call.out().println(line(store, finding));
        }
        if (call.on(REPAIR) && !report.findings().isEmpty()) {
            return repair(call, store, check, report);
        }
        if (report.isDamaged()) {
            call.err().println("Error: some images are damaged; \"sampan image check --repair\" pulls them again");
            return 1;
        }
        call.out().println(summary(report));
        return 0;
    }

    private static ImageCheck.Report look(Call call, ImageStore store, ImageCheck check) {
        if (call.operands().isEmpty()) {
            return check.everything();
        }
        List<Image> images = call.operands().stream().map(store::find).toList();
        return check.images(images);
    }

    private static String line(ImageStore store, ImageCheck.Finding finding) {
        String users = finding.images().isEmpty()
                ? ""
                : " (" + finding.images().stream().map(id -> name(store, id)).collect(Collectors.joining(", ")) + ")";
        return kind(finding.kind()) + finding.subject() + users + ": " + String.join("; ", finding.problems());
    }

    private static String kind(ImageCheck.Kind kind) {
        return switch (kind) {
            case CONFIG, LAYER -> kind.name().toLowerCase(Locale.ROOT) + " ";
            case INDEX, STRANGER -> "";
        };
    }

    private static String name(ImageStore store, ImageId id) {
        Optional<Image> image =
                store.list().stream().filter(each -> each.id().equals(id)).findFirst();
        return image.flatMap(found -> found.references().stream().findFirst())
                .map(reference -> reference.familiar())
                .orElse(id.shortened());
    }

    private static String summary(ImageCheck.Report report) {
        return counted(report.images(), "image") + ", " + counted(report.layers(), "layer") + ", "
                + Sizes.decimal(report.bytes()) + ": all as they were";
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static int repair(Call call, ImageStore store, ImageCheck check, ImageCheck.Report report)
            throws IOException {
        List<ImageCheck.Outcome> outcomes = Pulling.quietly(call, session -> check.repair(report, session));
        int code = 0;
        for (ImageCheck.Outcome outcome : outcomes) {
            switch (outcome) {
                case ImageCheck.Outcome.Repaired(ImageId image, String from) ->
                    call.out().println("repaired " + name(store, image) + " from " + from);
                case ImageCheck.Outcome.Failed(ImageId image, String reason) -> {
                    call.err().println("Error: " + name(store, image) + " stays damaged: " + reason);
                    code = 1;
                }
            }
        }
        return code;
    }
}
