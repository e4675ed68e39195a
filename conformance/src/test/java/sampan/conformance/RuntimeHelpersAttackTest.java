package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code sampan-runtime} does around a container: with no program of the root, and with every process in its place. */
final class RuntimeHelpersAttackTest extends RuntimeAttackTest {
    private static final String TROJAN = "#!/bin/busybox sh\necho \"$0 $*\" >> /ran\n";

    private void start(BundleConfig config) throws IOException {
        background(config, "held");
    }

    /** Also CVE-2019-14271: libraries of the root. */
    @Test
    void cve2022_1227_noProgramOfTheRootIsRunByTheRuntime() throws IOException {
        Files.createDirectories(rootfs("usr/bin"));
        for (String name : List.of("sh", "ps", "nsenter", "criu", "newuidmap", "mount", "ip", "kill", "systemctl")) {
            for (String place : List.of("bin/", "usr/bin/")) {
                Path file = rootfs(place + name);
                Files.deleteIfExists(file);
                Files.writeString(file, TROJAN);
                assertThat(file.toFile().setExecutable(true)).isTrue();
            }
        }
        for (String library : List.of("lib64/ld-linux-x86-64.so.2", "lib/libnss_files.so.2", "lib/libc.so.6")) {
            Files.createDirectories(rootfs(library).getParent());
            Files.writeString(rootfs(library), TROJAN);
        }
        start(BundleConfig.of("/bin/busybox", "sleep", "600"));
        for (List<String> line : List.of(
                List.of("ps", "held"),
                List.of("ps", "-f", "json", "held"),
                List.of("state", "held"),
                List.of("events", "--stats", "held"),
                List.of("exec", "held", "/bin/busybox", "true"),
                List.of("pause", "held"),
                List.of("resume", "held"),
                List.of("update", "--pids-limit", "50", "held"),
                List.of("list"))) {
            harmless(bundle().run(line.toArray(String[]::new))).succeeds();
        }
        bundle().run("delete", "-f", "held").succeeds();
        assertThat(rootfs("ran")).doesNotExist();
    }

    /** Also CVE-2023-6476: unified keys, where there are any, are of that cgroup. First process, exec, and exec's children. */
    @Test
    void cve2025_47291_everyProcessIsInItsContainersCgroup() throws IOException {
        // In a namespace of its own it would see itself at the root wherever it is.
        BundleConfig config = shell("sleep 600 & wait")
                .set("linux.cgroupsPath", "'/sampan-placed'")
                .set(
                        "linux.namespaces",
                        "[{'type': 'pid'}, {'type': 'ipc'}, {'type': 'uts'}, {'type': 'mount'}, {'type': 'network'}]");
        start(config);
        Stream<String> cgroups = Stream.of(
                        inside("held", "cat /proc/1/cgroup"),
                        inside("held", "cat /proc/self/cgroup"),
                        inside("held", "sh -c 'cat /proc/self/cgroup'; true"),
                        inside("held", "for p in /proc/[0-9]*; do cat $p/cgroup; done 2>/dev/null; true"))
                .flatMap(result -> result.succeeds().out().lines());
        assertThat(cgroups.filter(line -> line.matches("[0-9]+:(cpu|cpuset|memory|pids|devices|freezer|)?:.*")))
                .isNotEmpty()
                .allMatch(line -> line.endsWith(":/sampan-placed"));
        bundle().run("delete", "-f", "held").succeeds();
    }

    /** Mount points are made while a sibling exchanges a folder on the way for a link to the host. */
    @Test
    void cve2024_45310_noMountPointIsMadeOutsideWhileItsWayIsExchanged() throws Exception {
        Path shared = Files.createDirectories(bundle().folder().resolve("shared"));
        Path real = Files.createDirectories(shared.resolve("way"));
        Path away = shared.resolve("away");
        Files.createDirectories(rootfs("shared"));
        Process exchanging = new ProcessBuilder(
                        "/bin/busybox",
                        "sh",
                        "-c",
                        "while :; do mv $1 $2; ln -s $3 $1; rm $1; mv $2 $1; done",
                        "sh",
                        real.toString(),
                        away.toString(),
                        canary().at("void"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            for (int i = 0; i < 40; i++) {
                BundleConfig config = BundleConfig.of("true")
                        .bind(shared.toString(), "/shared", "rbind", "rw")
                        .bind("/dev/null", "/shared/way/made" + i + "/file", "bind", "ro");
                attack(config);
            }
        } finally {
            exchanging.destroyForcibly().waitFor();
        }
        canary().isUntouched();
    }
}
