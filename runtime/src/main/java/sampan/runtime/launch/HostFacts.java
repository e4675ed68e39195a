package sampan.runtime.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

/** Reads the facts of this machine; once is enough. */
public final class HostFacts {
    private HostFacts() {}

    public static Host read() throws IOException {
        return new Host(
                Host.Version.parse(line(Path.of("/proc/sys/kernel/osrelease"))),
                Integer.parseInt(line(Path.of("/proc/sys/kernel/cap_last_cap"))),
                lsms());
    }

    private static Set<String> lsms() throws IOException {
        try {
            return Set.of(line(Path.of("/sys/kernel/security/lsm")).split(","));
        } catch (NoSuchFileException e) {
            // securityfs is not mounted everywhere; AppArmor tells of itself here as well.
            Path apparmor = Path.of("/sys/module/apparmor/parameters/enabled");
            return Files.exists(apparmor) && line(apparmor).equals("Y") ? Set.of("apparmor") : Set.of();
        }
    }

    private static String line(Path file) throws IOException {
        return Files.readString(file).strip();
    }
}
