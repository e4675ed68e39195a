package sampan.core.caller;

import sampan.core.error.EngineException;
import sampan.kernel.Fd;

/** Host paths opened by this process. */
@SuppressWarnings("DoNotCallSuggester") // until there is more behind it
final class LocalFiles implements HostFiles {
    @Override
    public Fd open(String path, int flags, int mode) {
        throw new EngineException.NotSupported("host paths come later");
    }

    @Override
    public Fd openOrMakeFolder(String path) {
        throw new EngineException.NotSupported("host paths come later");
    }
}
