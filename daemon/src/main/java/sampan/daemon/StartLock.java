package sampan.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.file.FileLock;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;

/**
 * Held by an engine until it listens, so that no front starts a second one meanwhile ({@code launch/engine.c}): also where the front that started this one has been
 * killed, and where nobody's front did. Held again by one that ends because nobody needs it, until that is certain.
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
        try (Fd file = open(execRoot)) {
            FileLock.tryExclusive(file);
            return new StartLock(file.release());
        }
    }

    /** While it is held nobody's front starts an engine; empty: another holds it. */
    static Optional<StartLock> take(Path execRoot) throws IOException {
        try (Fd file = open(execRoot)) {
            return FileLock.tryExclusive(file) ? Optional.of(new StartLock(file.release())) : Optional.empty();
        }
    }

    private static Fd open(Path execRoot) throws IOException {
        int flags = OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_NOFOLLOW;
        return Open.open(execRoot.resolve(NAME), flags, MODE);
    }

    @Override
    public void close() {
        file.close();
    }
}
