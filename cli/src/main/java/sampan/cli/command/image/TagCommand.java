package sampan.cli.command.image;

import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.error.Quoted;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;

/** {@code tag}: gives an image another name. */
public final class TagCommand implements Command {
    private static final Usage USAGE = Usage.of(
                    "tag",
                    "SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]",
                    "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE")
            .aliases("image tag", "tag")
            .exactly(2);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws InvalidValue {
        String source = call.operands().getFirst();
        String target = call.operands().getLast();
        if (!isId(source)) {
            var _ = parse(source);
        }
        ImageReference reference = parse(target);
        if (reference.digest().isPresent()) {
            throw new InvalidValue("refusing to create a tag with a digest reference");
        }
        call.engine().tag(source, reference);
        return 0;
    }

    private static boolean isId(String text) {
        return text.matches("(sha256:)?[0-9a-f]{64}");
    }

    private static ImageReference parse(String text) throws InvalidValue {
        try {
            return ImageReference.parse(text);
        } catch (ImageFormatException malformed) {
            throw new InvalidValue("Error parsing reference: " + Quoted.of(text) + " is not a valid repository/tag: "
                    + malformed.getMessage());
        }
    }
}
