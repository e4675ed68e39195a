package sampan.runtime.command.call;

import java.nio.file.Path;

/** Paths as the caller means them. */
public final class Paths {
    private Paths() {}

    public static String absolute(Invocation invocation, String path) {
        return resolve(invocation.directory(), path);
    }

    public static String resolve(String folder, String path) {
        return Path.of(folder.isEmpty() ? "/" : folder)
                .resolve(path)
                .normalize()
                .toString();
    }
}
