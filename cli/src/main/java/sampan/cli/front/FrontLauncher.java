package sampan.cli.front;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sampan.core.caller.Launcher;
import sampan.kernel.Fd;

/** The launch process as a child of the caller's own process. */
final class FrontLauncher implements Launcher {
    private final FrontConnection connection;

    FrontLauncher(FrontConnection connection) {
        this.connection = connection;
    }

    /** Nothing is answered: a launch that fails closes the sockets it was handed. */
    @Override
    public void launch(Fd binary, Fd program, List<Fd> handed) throws IOException {
        List<Fd> all = new ArrayList<>(List.of(binary, program));
        all.addAll(handed);
        connection.launch(all);
    }
}
