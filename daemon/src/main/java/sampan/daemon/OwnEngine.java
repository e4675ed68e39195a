package sampan.daemon;

import java.io.IOException;
import sampan.cli.Cli;
import sampan.cli.front.SingleFront;
import sampan.cli.runtime.RuntimeCli;
import sampan.kernel.Fd;

/** A JVM for one command of the runtime: no engine, no root, nothing that lasts. */
final class OwnEngine {
    /** In the place of options; only a front says it. */
    static final String WORD = "--serve-front";

    /** Where the front has put its socket. */
    private static final int SOCKET = 3;

    private OwnEngine() {}

    static int serve() {
        System.setProperty("tinylog.level", "warn");
        try (Fd socket = Fd.of(SOCKET)) {
            RuntimeCli cli = new RuntimeCli(Cli.release(), false);
            Rehearsal.start(cli);
            SingleFront.serve(socket, cli);
            return 0;
        } catch (IOException failed) {
            System.err.println("sampan-runtime: " + failed.getMessage());
            return 1;
        }
    }
}
