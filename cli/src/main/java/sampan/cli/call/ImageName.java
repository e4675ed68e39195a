package sampan.cli.call;

import java.util.Optional;
import sampan.cli.flag.InvalidValue;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;

/** Names of images among a command's operands. */
public final class ImageName {
    private ImageName() {}

    public static ImageReference parse(String text) throws InvalidValue {
        try {
            return ImageReference.parse(text);
        } catch (ImageFormatException malformed) {
            throw new InvalidValue(String.valueOf(malformed.getMessage()));
        }
    }

    /** The second operand, of the commands that may leave an image without a name. */
    public static Optional<ImageReference> second(Call call) throws InvalidValue {
        return call.operands().size() < 2 || call.operands().get(1).isEmpty()
                ? Optional.empty()
                : Optional.of(parse(call.operands().get(1)));
    }
}
