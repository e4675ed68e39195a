package sampan.cli.front;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sampan.core.caller.Caller;
import sampan.core.caller.HostUser;
import sampan.core.caller.Launcher;
import sampan.kernel.Fd;

/**
 * The launch process as a child of the caller's own process; as the engine's where that process would not find the engine's files, or may
 * not make a container: the group that may call the engine need not be root.
 */
final class FrontLauncher implements Launcher {
    private final FrontConnection connection;
    private final HostUser user;
    private final SharedMounts mounts;
    private final boolean anywhere;

    /** @param anywhere the caller brings all that the launch needs, wherever it is */
    FrontLauncher(FrontConnection connection, HostUser user, SharedMounts mounts, boolean anywhere) {
        this.connection = connection;
        this.user = user;
        this.mounts = mounts;
        this.anywhere = anywhere;
    }

    @Override
    public boolean staysInCallersCgroup() {
        return anywhere || (user.isTrusted() && mounts.are());
    }

    /** Nothing is answered: a launch that fails closes the sockets it was handed. */
    @Override
    public void launch(Fd binary, Fd program, List<Fd> handed) throws IOException {
        if (!staysInCallersCgroup()) {
            Caller.local().launcher().launch(binary, program, handed);
            return;
        }
        List<Fd> all = new ArrayList<>(List.of(binary, program));
        all.addAll(handed);
        connection.launch(all);
    }
}
