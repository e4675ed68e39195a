package sampan.runtime.command.look;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.runtime.command.call.Invocation;

/** Names of the host's users. */
public final class Owners {
    private static final int LARGEST = 1 << 22;

    private final Map<String, String> names = new HashMap<>();

    Owners(Invocation invocation) throws IOException {
        try (Fd passwd = invocation.open("/etc/passwd", OpenFlags.O_RDONLY, 0)) {
            new String(Read.all(passwd, LARGEST), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(":", 4))
                    .filter(fields -> fields.length == 4)
                    .forEach(fields -> names.putIfAbsent(fields[2], fields[0]));
        } catch (SyscallException none) {
            names.clear();
        }
    }

    /** {@code #1234} for one without a name. */
    String name(long uid) {
        return names.getOrDefault(Long.toString(uid), "#" + uid);
    }
}
