package sampan.cli.command.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.stream.Collectors;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.ImageName;
import sampan.cli.command.registry.Pulling;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.image.transfer.Signing;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.signature.VerificationKey;

/** {@code image verify}: whether the owner of a key has signed an image. */
public final class ImageVerifyCommand implements Command {
    private static final Flag<String> KEY = Flag.text("key", "Public key: a PEM file");

    private static final Usage USAGE = Usage.of(
                    "image verify",
                    "NAME[:TAG|@DIGEST]",
                    "Verify that an image in a registry was signed with a key\n\nPrints what was signed, as a list of JSON.")
            .flags(KEY)
            .exactly(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        ImageReference name = ImageName.parse(call.operands().getFirst()).withDefaultTag();
        VerificationKey key = key(KeyFile.read(call, KEY));
        Signing.Verified verified = Pulling.quietly(call, session -> Signing.verify(name, key, session));
        CommandFailure.refuse(
                verified.statements().isEmpty(),
                "no matching signatures: nobody with that key has signed " + name.name() + "@" + verified.digest());
        call.out()
                .println(verified.statements().stream()
                        .map(statement -> new String(statement.text(), UTF_8))
                        .collect(Collectors.joining(",", "[", "]")));
        return 0;
    }

    private static VerificationKey key(byte[] pem) throws CommandFailure {
        try {
            return VerificationKey.parse(pem);
        } catch (ImageFormatException unusable) {
            throw new CommandFailure(1, String.valueOf(unusable.getMessage()));
        }
    }
}
