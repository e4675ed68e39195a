package sampan.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A root for systemd as the first process: the host's programs, to be mounted at /usr, and just enough configuration. */
final class SystemRoot {
    static final String SYSTEMD = "/lib/systemd/systemd";

    /** Writes to /out/told who the first process is and which cgroup the unit has. */
    static final String UNIT = "telling.service";

    private static final String TELLING = """
            [Unit]
            After=basic.target
            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart=/bin/sh -c 'cat /proc/1/comm /proc/self/cgroup >/out/told.part && mv /out/told.part /out/told'
            """;

    private SystemRoot() {}

    static boolean available() {
        return Files.isExecutable(Path.of(SYSTEMD));
    }

    static void make(Path root) throws IOException {
        for (String name : List.of("usr", "etc/systemd/system", "var/log", "var/lib", "root", "run", "tmp", "out")) {
            Files.createDirectories(root.resolve(name));
        }
        for (String name : List.of("bin", "sbin", "lib", "lib64")) {
            Files.createSymbolicLink(root.resolve(name), Path.of("usr", name));
        }
        for (String name : List.of("passwd", "group", "shadow", "nsswitch.conf", "os-release", "ld.so.cache")) {
            Files.copy(Path.of("/etc", name), root.resolve("etc").resolve(name));
        }
        Files.writeString(root.resolve("etc/machine-id"), "0123456789abcdef0123456789abcdef\n");
        Files.writeString(root.resolve("etc/systemd/system").resolve(UNIT), TELLING);
        Files.writeString(
                root.resolve("etc/systemd/system/default.target"),
                "[Unit]\nRequires=basic.target telling.service\nAfter=basic.target telling.service\nAllowIsolate=yes\n");
    }
}
