package sampan.cli.call;

import java.io.IOException;
import sampan.kernel.Fd;
import sampan.kernel.terminal.Terminal;

/** Words that nobody who looks at the terminal sees. */
public final class Secret {
    private Secret() {}

    /** Asks for them; to be called where stdin is a terminal. */
    public static String ask(Call call, String question) throws IOException {
        Fd terminal = call.session().stdin();
        byte[] settings = Terminal.settings(terminal);
        call.out().print(question);
        try {
            Terminal.apply(terminal, Terminal.silent(settings));
            return Confirmation.line(call).replaceAll("[\r\n]+$", "");
        } finally {
            Terminal.apply(terminal, settings);
            call.out().println("");
        }
    }
}
