package sampan.runtime.command;

import java.nio.file.Path;

/** Paths as the caller means them. */
final class Paths {
    private Paths() {}

    static String absolute(Invocation invocation, String path) {
        return resolve(invocation.directory(), path);
    }

    static String resolve(String folder, String path) {
        return Path.of(folder.isEmpty() ? "/" : folder)
                .resolve(path)
                .normalize()
                .toString();
    }
}
