package sampan.core;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import sampan.core.error.EngineException;
import sampan.kernel.Fd;
import sampan.kernel.file.FileLock;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Truncate;
import sampan.kernel.file.Write;
import sampan.kernel.process.Credentials;

/** One engine for a data root: a lock that goes with the process, also when that is killed. */
final class EngineLock implements AutoCloseable {
    private static final String NAME = "engine.lock";
    private static final int MODE = 0600;

    private final Fd file;

    private EngineLock(Fd file) {
        this.file = file;
    }

    static EngineLock take(Fd dataRoot, Path path) throws IOException {
        int flags = OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_NOFOLLOW;
        try (Fd file = Open.at(dataRoot, NAME, flags, MODE)) {
            if (!FileLock.tryExclusive(file)) {
                String owner = new String(Read.all(file, 64), StandardCharsets.US_ASCII).strip();
                throw new EngineException.Unavailable("another engine (pid " + owner + ") uses " + path);
            }
            Truncate.of(file, 0);
            Write.at(file, (Credentials.pid() + "\n").getBytes(StandardCharsets.US_ASCII), 0);
            return new EngineLock(file.release());
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
