package sampan.cli.call;

import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ValueParser;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.Platform;

/** {@code --platform} of the commands on images. */
public final class ImagePlatform {
    private ImagePlatform() {}

    public static Flag<Platform> flag(String help) {
        return Flag.of("platform", "string", help + ": os[/arch[/variant]]", parser());
    }

    public static Flag<Platform> several(String help) {
        return Flag.of("platform", "strings", help + ": os[/arch[/variant]]", parser());
    }

    private static ValueParser<Platform> parser() {
        return text -> {
            try {
                return Platform.parse(text);
            } catch (ImageFormatException malformed) {
                throw new InvalidValue(String.valueOf(malformed.getMessage()));
            }
        };
    }
}
