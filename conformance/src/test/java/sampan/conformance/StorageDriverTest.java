package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code daemon --storage-driver}: each on a file system of its own, and what a user notices of them, which is nothing. */
@ExtendWith(LeakCheck.class)
final class StorageDriverTest {
    private static final long SIZE = 512L << 20;

    @TempDir
    Path folder;

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(List.of(command) + "\n" + output).isZero();
    }

    private void mount(String type, Path place) throws Exception {
        Path image = folder.resolve("disk");
        try (RandomAccessFile made = new RandomAccessFile(image.toFile(), "rw")) {
            made.setLength(SIZE);
        }
        run("mkfs." + type, "-q", image.toString());
        Files.createDirectories(place);
        run("mount", "-o", "loop", image.toString(), place.toString());
    }

    private static void start(Sampan sampan, String driver) throws IOException {
        sampan.start(
                "--data-root",
                sampan.dataRoot().toString(),
                "--exec-root",
                sampan.execRoot().toString(),
                "daemon",
                "--storage-driver",
                driver);
        await().until(() -> Files.exists(sampan.execRoot().resolve("front.sock")));
    }

    private static void end(Sampan sampan) {
        sampan.engine().ifPresent(engine -> {
            engine.destroy();
            engine.onExit()
                    .orTimeout(Sampan.LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .join();
        });
    }

    @ParameterizedTest
    @CsvSource({"btrfs, btrfs", "vfs, xfs"})
    void containersAreTheSameOnEach(String driver, String fileSystem) throws Exception {
        assumeThat(Path.of("/dev/loop-control")).exists();
        try (Sampan sampan = Sampan.fresh()) {
            mount(fileSystem, sampan.dataRoot());
            try {
                start(sampan, driver);
                isUsed(sampan, driver);
                end(sampan);
            } finally {
                end(sampan);
                run("umount", sampan.dataRoot().toString());
            }
        }
    }

    @Test
    void layersInErofsAreTheSameToContainers() throws Exception {
        assumeThat(Path.of("/usr/bin/mkfs.erofs")).exists();
        try (Sampan sampan = Sampan.fresh()) {
            try {
                start(sampan, "erofs");
                assertThat(sampan.run("run", "--rm", "localhost/busybox", "sh", "-c", "grep ' / ' /proc/mounts; id -u")
                                .succeeds()
                                .out())
                        .startsWith("overlay / overlay ")
                        .endsWith("0\n");
                Path layer = onlyLayer(sampan);
                assertThat(layer.resolve("fs.erofs")).isRegularFile();
                // What stands there is not what the container sees.
                Files.writeString(layer.resolve("fs/etc/foreign"), "x");
                assertThat(sampan.run("run", "--rm", "localhost/busybox", "ls", "/etc/foreign")
                                .code())
                        .isEqualTo(1);
                Files.delete(layer.resolve("fs/etc/foreign"));
                sampan.run("image", "check").succeeds();
                assertThat(layer.resolve("fs.erofs")).doesNotExist();
                isUsed(sampan, "erofs");
                assertThat(layer.resolve("fs.erofs")).isRegularFile();
            } finally {
                end(sampan);
            }
        }
    }

    private static Path onlyLayer(Sampan sampan) throws IOException {
        try (Stream<Path> all = Files.list(sampan.dataRoot().resolve("layers"))) {
            return all.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    private static void isUsed(Sampan sampan, String driver) {
        assertThat(sampan.run("info", "--format", "{{.Driver}}").succeeds().line())
                .isEqualTo(driver);
        String line = "echo mine > /own; rm /bin/false; id -u; touch /tmp/x";
        assertThat(sampan.run("run", "--name", "one", "localhost/busybox", "sh", "-c", line)
                        .succeeds()
                        .line())
                .isEqualTo("0");
        assertThat(sampan.run("diff", "one").succeeds().out())
                .contains("A /own\n", "D /bin/false\n", "C /bin\n")
                .doesNotContain("/etc");
        assertThat(sampan.run("inspect", "--format", "{{.GraphDriver.Name}}", "one")
                        .line())
                .isEqualTo(driver);
        if (!driver.equals("vfs")) { // whose containers own all they have
            assertThat(sampan.run("ps", "-as", "--format", "{{.Size}}").line()).startsWith("5B (virtual ");
        }
        sampan.run("start", "-a", "one").succeeds();
        sampan.run("commit", "one", "made:1").succeeds();
        assertThat(sampan.run("run", "--rm", "made:1", "sh", "-c", "cat /own; ls /bin/false")
                        .out())
                .isEqualTo("mine\n");
        assertThat(sampan.run("run", "--rm", "localhost/busybox", "ls", "/own").code())
                .isEqualTo(1);
        sampan.killEngine();
        sampan.run("rm", "one").succeeds();
        sampan.run("rmi", "made:1").succeeds();
        await().untilAsserted(() -> {
            assertThat(sampan.dataRoot().resolve("snapshots").toFile().list()).hasSizeLessThan(2);
            assertThat(sampan.dataRoot().resolve("layers").toFile().list()).hasSize(1);
        });
    }

    @Test
    void aDriverThatIsNotToBeHadIsTold() {
        try (Sampan sampan = Sampan.fresh()) {
            Sampan.Result none = sampan.run("daemon", "--storage-driver", "zfs");
            assertThat(none.err())
                    .contains("the storage driver zfs is not supported; overlay2, btrfs, erofs and vfs are");
            assertThat(none.code()).isNotZero();
            Sampan.Result elsewhere = sampan.run(
                    "--data-root",
                    sampan.dataRoot().toString(),
                    "--exec-root",
                    sampan.execRoot().toString(),
                    "daemon",
                    "--storage-driver",
                    "btrfs");
            assertThat(elsewhere.err())
                    .contains("storage driver btrfs is not supported here: " + sampan.dataRoot()
                            + " does not lie on btrfs");
            assertThat(elsewhere.code()).isNotZero();
        }
    }

    @Test
    void aContainerOfAnotherDriverIsToldAndCanBeRemoved() throws Exception {
        try (Sampan sampan = Sampan.fresh()) {
            try {
                start(sampan, "overlay2");
                sampan.run("create", "--name", "old", "localhost/busybox", "true")
                        .succeeds();
                end(sampan);
                start(sampan, "vfs");
                Sampan.Result refused = sampan.run("start", "old");
                assertThat(refused.err()).contains("was made with another storage driver");
                assertThat(refused.code()).isEqualTo(1);
                sampan.run("rm", "old").succeeds();
            } finally {
                end(sampan);
            }
        }
    }
}
