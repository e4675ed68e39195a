package sampan.cli.front;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import sampan.core.caller.Caller;
import sampan.core.caller.Launcher;
import sampan.kernel.Fd;

/** The launch process as a child of the caller's own process; as the engine's where that process would not find the engine's files. */
final class FrontLauncher implements Launcher {
    private final FrontConnection connection;
    private final BooleanSupplier near;

    FrontLauncher(FrontConnection connection, BooleanSupplier near) {
        this.connection = connection;
        this.near = near;
    }

    @Override
    public boolean staysInCallersCgroup() {
        return near.getAsBoolean();
    }

    /** Nothing is answered: a launch that fails closes the sockets it was handed. */
    @Override
    public void launch(Fd binary, Fd program, List<Fd> handed) throws IOException {
        if (!near.getAsBoolean()) {
            Caller.local().launcher().launch(binary, program, handed);
            return;
        }
        List<Fd> all = new ArrayList<>(List.of(binary, program));
        all.addAll(handed);
        connection.launch(all);
    }
}
