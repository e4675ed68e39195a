package sampan.core.caller;

import java.util.List;
import sampan.core.error.EngineException;
import sampan.kernel.Fd;

/** Launch processes as children of this process. */
@SuppressWarnings("DoNotCallSuggester") // until there is more behind it
final class LocalLauncher implements Launcher {
    @Override
    public void launch(Fd binary, Fd program, List<Fd> handed) {
        throw new EngineException.NotSupported("launching comes later");
    }
}
