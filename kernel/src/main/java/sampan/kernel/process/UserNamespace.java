package sampan.kernel.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import sampan.kernel.file.Read;

/** user_namespaces(7): the one that this process is in, for as long as it lives. */
public final class UserNamespace {
    private static final String WHOLE = "0 +0 +4294967295";

    private UserNamespace() {}

    private static final class Own {
        private static final boolean INITIAL = look();

        private static boolean look() {
            try {
                return Read.text(Path.of("/proc/self/uid_map")).strip().matches(WHOLE);
            } catch (IOException noProc) {
                throw new UncheckedIOException(noProc);
            }
        }
    }

    /** Whether it has all ids, as the host's has; in any other one root is not root to the kernel. */
    public static boolean isInitial() {
        return Own.INITIAL;
    }
}
