package sampan.cli.container;

import sampan.core.caller.HostFiles;
import sampan.core.error.EngineException;
import sampan.kernel.Fd;

/** The files of somebody who typed on another machine: what was named lies there, and a file of that name here is not meant. */
public final class Elsewhere implements HostFiles {
    @Override
    public Fd open(String path, int flags, int mode) {
        throw new EngineException.InvalidArgument(
                path + " is on the machine where the command was typed, and the engine is reached over ssh: "
                        + "run the command there, or use stdin and stdout (-)");
    }

    @Override
    public Fd openOrMakeFolder(String path) {
        return open(path, 0, 0);
    }
}
