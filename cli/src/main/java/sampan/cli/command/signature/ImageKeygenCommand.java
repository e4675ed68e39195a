package sampan.cli.command.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.OutputFile;
import sampan.cli.flag.Usage;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.OpenFlags;
import sampan.oci.signature.SigningKey;

/** {@code image keygen}: makes a key pair. */
public final class ImageKeygenCommand implements Command {
    private static final Usage USAGE = Usage.of(
                    "image keygen",
                    "NAME",
                    "Make a key pair for signatures: NAME.key and NAME.pub\n\nBoth are of cosign's format. The private key is under the"
                            + " password in COSIGN_PASSWORD, or one that is\nasked for.")
            .exactly(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        String name = call.operands().getFirst();
        for (String file : new String[] {name + ".key", name + ".pub"}) {
            CommandFailure.refuse(exists(call, file), file + " is there already");
        }
        SigningKey.Pair pair = SigningKey.generate(KeyFile.password(call, "Password of the private key: "));
        write(call, name + ".key", pair.privateKey());
        write(call, name + ".pub", pair.publicKey());
        return 0;
    }

    private static boolean exists(Call call, String file) throws IOException {
        try (Fd found = call.invoker().files().open(file, OpenFlags.O_PATH, 0)) {
            return found.isOpen();
        } catch (SyscallException failed) {
            if (failed.is(Errno.ENOENT)) {
                return false;
            }
            throw failed;
        }
    }

    private static void write(Call call, String name, String text) throws IOException, CommandFailure {
        try (OutputFile file = OutputFile.open(call, name, "failed to write the key: ")) {
            byte[] bytes = text.getBytes(UTF_8);
            file.write(bytes, 0, bytes.length);
            file.commit();
        }
    }
}
