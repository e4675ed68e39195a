package sampan.runtime.command.call;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import sampan.kernel.Fd;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;

/** The caller's user namespace: podman without root calls its runtime as root of one of its own. */
public final class CallerNamespace {
    private static final Pattern WHOLE = Pattern.compile("0 +0 +4294967295");
    private static final int LARGEST = 1 << 16;

    private CallerNamespace() {}

    /** It will be asked for soon. */
    public static void expect(Invocation invocation) throws IOException {
        invocation.ahead(map(invocation), OpenFlags.O_RDONLY);
    }

    public static boolean isNested(Invocation invocation) throws IOException {
        try (Fd map = invocation.open(map(invocation), OpenFlags.O_RDONLY, 0)) {
            String lines = new String(Read.all(map, LARGEST), StandardCharsets.US_ASCII).strip();
            return !WHOLE.matcher(lines).matches();
        }
    }

    private static String map(Invocation invocation) {
        return "/proc/" + invocation.pid() + "/uid_map";
    }
}
