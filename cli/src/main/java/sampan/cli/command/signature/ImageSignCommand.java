package sampan.cli.command.signature;

import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.ImageName;
import sampan.cli.command.registry.Pulling;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.image.transfer.Signing;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.signature.SigningKey;

/** {@code image sign}: signs an image in its registry. */
public final class ImageSignCommand implements Command {
    private static final Flag<String> KEY = Flag.text("key", "Private key: a file of cosign's or of PKCS #8");

    private static final Usage USAGE = Usage.of(
                    "image sign",
                    "NAME[:TAG|@DIGEST]",
                    "Sign an image in a registry\n\nThe signature lies beside the image, where cosign looks for it and as a referrer of"
                            + " OCI 1.1. A key's\npassword comes from COSIGN_PASSWORD, or is asked for.")
            .flags(KEY)
            .exactly(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        ImageReference name = ImageName.parse(call.operands().getFirst()).withDefaultTag();
        SigningKey key = key(call, KeyFile.read(call, KEY));
        Digest digest = Pulling.quietly(call, session -> Signing.sign(name, key, session));
        call.out().println(name.name() + "@" + digest);
        return 0;
    }

    private static SigningKey key(Call call, byte[] pem) throws IOException, CommandFailure {
        try {
            return SigningKey.parse(pem, () -> KeyFile.password(call, "Password of the private key: "));
        } catch (ImageFormatException unusable) {
            throw new CommandFailure(1, String.valueOf(unusable.getMessage()));
        }
    }
}
