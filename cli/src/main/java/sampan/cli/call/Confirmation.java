package sampan.cli.call;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import sampan.cli.flag.Flag;
import sampan.kernel.Fd;
import sampan.kernel.file.Poll;
import sampan.kernel.file.Read;

/** Asks whether something is really meant. */
public final class Confirmation {
    /** Of the commands that ask. */
    public static final Flag<Boolean> FORCE =
            Flag.bool("force", "Do not prompt for confirmation").shorthand('f');

    private static final int LONGEST = 1024;
    private static final Duration GLANCE = Duration.ofMillis(20);

    private Confirmation() {}

    /** Asked only without {@link #FORCE}. Anything but {@code y} and {@code yes} is a no; so is the end of the input. */
    public static boolean given(Call call, String warning) throws IOException {
        if (call.on(FORCE)) {
            return true;
        }
        call.out().print("WARNING! " + warning + "\nAre you sure you want to continue? [y/N] ");
        String answer = line(call).strip().toLowerCase(Locale.ROOT);
        return answer.equals("y") || answer.equals("yes");
    }

    /** One line of the input, with its end; shorter when the input ends. */
    public static String line(Call call) throws IOException {
        StringBuilder line = new StringBuilder();
        Fd stdin = call.session().stdin();
        byte[] some = new byte[LONGEST];
        while (line.length() < LONGEST && line.indexOf("\n") < 0) {
            call.session().checkCancelled();
            if (Poll.readable(stdin, GLANCE)) {
                int got = Read.read(stdin, some, 0, LONGEST);
                if (got == 0) {
                    break;
                }
                line.append(new String(some, 0, got, StandardCharsets.UTF_8));
            } else {
                call.session().await(() -> {
                    Thread.sleep(GLANCE);
                    return 0;
                });
            }
        }
        return line.toString();
    }
}
