package sampan.runtime.command.call;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import sampan.kernel.Fd;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;

/** The caller's user namespace: podman without root calls its runtime as root of one of its own. */
public final class CallerNamespace {
    private static final String WHOLE = "0 +0 +4294967295";
    private static final int LARGEST = 1 << 16;

    private CallerNamespace() {}

    public static boolean isNested(Invocation invocation) throws IOException {
        try (Fd map = invocation.open("/proc/" + invocation.pid() + "/uid_map", OpenFlags.O_RDONLY, 0)) {
            return !new String(Read.all(map, LARGEST), StandardCharsets.US_ASCII)
                    .strip()
                    .matches(WHOLE);
        }
    }
}
