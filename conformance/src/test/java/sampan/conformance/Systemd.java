package sampan.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The host's service manager, asked as an administrator asks it. */
final class Systemd {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private Systemd() {}

    static void assumed() {
        boolean running = Files.isDirectory(Path.of("/run/systemd/system"));
        if (!running) {
            System.out.println("skipped: needs a host with systemd; conformance/guest/run has one");
        }
        assumeTrue(running);
    }

    /** What systemctl prints, whether it succeeds or not. */
    static String ctl(String... arguments) {
        List<String> line = new ArrayList<>(List.of("systemctl"));
        line.addAll(Arrays.asList(arguments));
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return said.strip();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static String property(String unit, String name) {
        return ctl("show", "--value", "--property", name, unit);
    }

    /** Units by that pattern, those that failed as well. */
    static String units(String pattern) {
        return ctl("list-units", "--all", "--plain", "--no-legend", pattern);
    }

    /** Of a process, from the root of the hierarchy. */
    static String cgroup(String pid) {
        return Proc.read(Path.of("/proc/" + pid.strip() + "/cgroup")).strip().substring("0::".length());
    }

    static Path folder(String cgroup) {
        return CGROUPS.resolve(cgroup.substring(1));
    }

    static String file(String cgroup, String name) throws IOException {
        return Files.readString(folder(cgroup).resolve(name)).strip();
    }
}
