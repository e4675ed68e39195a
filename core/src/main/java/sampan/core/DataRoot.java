package sampan.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import sampan.core.error.EngineException;
import sampan.kernel.Fd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;

/** The folder of an engine, which this process has for itself until it closes it. Taking it is quick; what lies in it is looked at when the engine opens. */
public final class DataRoot implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final int FOLDER = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;

    private final EngineOptions options;
    private final EngineLock lock;

    private DataRoot(EngineOptions options, EngineLock lock) {
        this.options = options;
        this.lock = lock;
    }

    /** @throws EngineException.Unavailable when another engine has it */
    public static DataRoot take(EngineOptions options) {
        try (Fd folder = folder(options.dataRoot())) {
            return new DataRoot(options, EngineLock.take(folder, options.dataRoot()));
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot open an engine on " + options.dataRoot(), e);
        }
    }

    /** A folder in it or beside it. Nobody else looks around in them. (CVE-2021-41091) */
    static Fd folder(Path path) throws IOException {
        Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        return Open.open(path, FOLDER);
    }

    EngineOptions options() {
        return options;
    }

    @Override
    public void close() {
        lock.close();
    }
}
