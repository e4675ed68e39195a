package sampan.core.caller;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sampan.kernel.Fd;
import sampan.kernel.process.Spawn;

/** Launch processes as children of this process. */
final class LocalLauncher implements Launcher {
    @Override
    public void launch(Fd binary, Fd program, List<Fd> handed) throws IOException {
        List<Fd> all = new ArrayList<>(handed.size() + 1);
        all.add(program);
        all.addAll(handed);
        Reaper.reap(Spawn.start(new Spawn.Command(binary, List.of("sampan-launch"), List.of(), all, Spawn.Stdio.NONE)));
    }

    @Override
    public boolean staysInCallersCgroup() {
        return false;
    }
}
