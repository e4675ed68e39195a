package sampan.cli.command.signature;

import java.io.IOException;
import sampan.cli.call.Archive;
import sampan.cli.call.Call;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Secret;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.kernel.Fd;
import sampan.kernel.file.Read;

/** Files with keys, and the password of one. */
final class KeyFile {
    private static final String VARIABLE = "COSIGN_PASSWORD";
    private static final int LARGEST = 64 << 10;

    private KeyFile() {}

    static byte[] read(Call call, Flag<String> flag) throws IOException, InvalidValue {
        String name = call.value(flag).orElse("");
        if (name.isEmpty()) {
            throw new InvalidValue("with which key? '--" + flag.name() + " FILE' names it");
        }
        try (Fd file = Archive.open(call, name)) {
            return Read.all(file, LARGEST);
        }
    }

    /** From the environment, or asked for. */
    static String password(Call call, String question) throws IOException, CommandFailure {
        String known = call.session().request().environment().get(VARIABLE);
        if (known != null) {
            return known;
        }
        if (!call.session().request().isTerminal(0)) {
            throw new CommandFailure(1, "the key has a password: say it in " + VARIABLE + ", or on a terminal");
        }
        return Secret.ask(call, question);
    }
}
