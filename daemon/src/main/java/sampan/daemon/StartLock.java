package sampan.daemon;

import java.io.IOException;
import java.nio.file.Path;
import sampan.kernel.Fd;
import sampan.kernel.file.FileLock;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;

/**
 * Held by an engine until it listens, so that no front starts a second one meanwhile ({@code launch/engine.c}): also where the front that started this one has been
 * killed, and where nobody's front did.
 */
final class StartLock implements AutoCloseable {
    /** Set by a front: the number of the descriptor by which it handed its lock on. */
    private static final String HANDED = "sampan.start.lock";

    private static final String NAME = "start.lock";
    private static final int MODE = 0600;

    private final Fd file;

    private StartLock(Fd file) {
        this.file = file;
    }

    /** Where another start holds it, this one goes on without: which of the two engines stays, the data root decides. */
    static StartLock hold(Path execRoot) throws IOException {
        int handed = Integer.getInteger(HANDED, -1);
        if (handed >= 0) {
            return new StartLock(Fd.of(handed));
        }
        int flags = OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_NOFOLLOW;
        try (Fd file = Open.open(execRoot.resolve(NAME), flags, MODE)) {
            FileLock.tryExclusive(file);
            return new StartLock(file.release());
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
