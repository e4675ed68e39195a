package sampan.runtime.launch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What tests on the real kernel need: root's rights, the launch binary, a root file system of busybox. */
public final class Machine {
    private static final List<String> APPLETS = List.of(
            "sh",
            "cat",
            "ls",
            "id",
            "mount",
            "hostname",
            "true",
            "false",
            "sleep",
            "stat",
            "grep",
            "pwd",
            "env",
            "echo",
            "mkdir",
            "touch",
            "readlink",
            "tty",
            "stty",
            "ps",
            "wc",
            "rm",
            "ln",
            "dd",
            "uname",
            "ip",
            "head",
            "test",
            "kill",
            "sed",
            "sort",
            "dnsdomainname",
            "umount",
            "mknod",
            "chmod",
            "nice",
            "awk");

    private Machine() {}

    public static void mustBeRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    }

    /** Made on first use when the build has not made it. */
    public static synchronized Path launchBinary() throws IOException, InterruptedException {
        Path launch = Path.of("../launch").toAbsolutePath().normalize();
        Path binary = launch.resolve("target/launch/sampan");
        if (!Files.exists(binary)) {
            Process make = new ProcessBuilder("make", "-s", "-C", launch.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assumeTrue(make.waitFor(2, TimeUnit.MINUTES) && Files.exists(binary), "the launch binary cannot be built");
        }
        return binary;
    }

    /** A root file system with nothing in it but busybox and empty folders. */
    public static Path rootfs(Path folder) throws IOException {
        Path busybox = Path.of("/usr/bin/busybox");
        assumeTrue(Files.exists(busybox), "needs busybox-static");
        for (String name : List.of("bin", "proc", "sys", "dev", "tmp", "etc", "run")) {
            Files.createDirectories(folder.resolve(name));
        }
        Files.copy(busybox, folder.resolve("bin/busybox"));
        folder.resolve("bin/busybox").toFile().setExecutable(true, false);
        for (String applet : APPLETS) {
            Files.createSymbolicLink(folder.resolve("bin/" + applet), Path.of("busybox"));
        }
        Files.writeString(folder.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
        return folder;
    }
}
