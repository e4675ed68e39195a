package sampan.cli.command.registry;

import java.io.IOException;
import java.util.List;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.Formats;
import sampan.cli.call.ImageName;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.table.Column;
import sampan.cli.table.Listing;
import sampan.core.image.transfer.ImageReferrers;
import sampan.oci.image.Descriptor;
import sampan.oci.image.ImageReference;

/** {@code image referrers}: what a registry has that is about an image. */
public final class ImageReferrersCommand implements Command {
    private static final Flag<String> FORMAT =
            Flag.text("format", "'json', 'table', or a template: '{{.Digest}} {{.ArtifactType}}'");
    private static final Flag<String> TYPE = Flag.text("artifact-type", "Show those of this type only");

    private static final Usage USAGE = Usage.of(
                    "image referrers",
                    "NAME[:TAG|@DIGEST]",
                    "List what a registry has about an image: signatures, bills of materials and the like")
            .flags(TYPE, FORMAT)
            .exactly(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue {
        ImageReference name = ImageName.parse(call.operands().getFirst()).withDefaultTag();
        String type = call.value(TYPE).orElse("");
        List<Descriptor> found = Pulling.quietly(call, session -> ImageReferrers.find(name, session)).stream()
                .filter(referrer -> type.isEmpty() || referrer.artifactType().equals(type))
                .toList();
        call.out().print(listing().render(found, call.value(FORMAT).orElse(""), Formats.medium(call)));
        return 0;
    }

    private static Listing<Descriptor> listing() {
        return new Listing<Descriptor>(
                        List.of(
                                new Column<>(
                                        "Digest",
                                        "DIGEST",
                                        referrer -> referrer.digest().toString()),
                                new Column<Descriptor>(
                                        "ArtifactType",
                                        "ARTIFACT TYPE",
                                        referrer -> printable(referrer.artifactType())),
                                new Column<Descriptor>(
                                        "MediaType", "MEDIA TYPE", referrer -> printable(referrer.mediaType())),
                                new Column<>("Size", "SIZE", referrer -> String.valueOf(referrer.size()))),
                        List.of("Digest", "ArtifactType", "Size"))
                .typed("registry.referrersContext");
    }

    /** It comes from a stranger and goes to a terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
