package sampan.core.network.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** sysctl(8): settings of this host's own network. What this kernel lacks is left out. */
public final class Sysctl {
    private static final Path ROOT = Path.of("/proc/sys");

    private Sysctl() {}

    static void set(String name, String value) throws IOException {
        Path file = ROOT.resolve(name);
        if (Files.exists(file)) {
            Files.writeString(file, value);
        }
    }

    /**
     * Turns a switch on.
     *
     * @return whether it was off
     */
    public static boolean turnOn(String name) throws IOException {
        Path file = ROOT.resolve(name);
        if (!Files.exists(file) || !Files.readString(file).strip().equals("0")) {
            return false;
        }
        Files.writeString(file, "1");
        return true;
    }
}
