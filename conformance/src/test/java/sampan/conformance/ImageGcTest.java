package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code image gc}, and what the engine collects by itself: images whose names went to newer ones, and nothing that anybody has. */
@ExtendWith(LeakCheck.class)
final class ImageGcTest {
    private static String imported(Sampan sampan, String said) {
        byte[] tar = HostileTar.withShell().file("said", said).bytes();
        return sampan.runWith(tar, "import", "-", "app:1").succeeds().line();
    }

    private static String images(Sampan sampan) {
        return sampan.run("images", "-aq", "--no-trunc").succeeds().out();
    }

    private static void layersAre(Sampan sampan, int count) {
        await().until(() -> sampan.run("image", "check").out().contains(" " + count + " layers, "));
    }

    @Test
    void whatLostItsNameGoesOnDemandAndWhatIsInUseStays() {
        try (Sampan sampan = Sampan.fresh()) {
            String used = imported(sampan, "used");
            sampan.run("create", "--name", "holder", "app:1", "/bin/sh").succeeds();
            String old = imported(sampan, "old");
            String current = imported(sampan, "current");
            assertThat(sampan.run("image", "gc").succeeds().out()).isEqualTo("Total reclaimed space: 0B\n");
            await().untilAsserted(() -> {
                sampan.run("image", "gc", "--policy", "age=1s").succeeds();
                assertThat(images(sampan)).contains(used, current).doesNotContain(old);
            });
            layersAre(sampan, 3);
            assertThat(sampan.run("start", "holder").succeeds().line()).isEqualTo("holder");
            sampan.run("rm", "-f", "holder").succeeds();
            assertThat(sampan.run("image", "gc", "--policy", "age=1s")
                            .succeeds()
                            .out())
                    .contains("Deleted Images:\n", "Total reclaimed space: ")
                    .contains(used);
            assertThat(images(sampan)).contains(current).doesNotContain(used);
        }
    }

    @Test
    void theEngineCollectsByItself() throws Exception {
        try (Sampan sampan = Sampan.fresh()) {
            String old = imported(sampan, "old");
            String current = imported(sampan, "current");
            engineWith(sampan, "age=1s", () -> {
                await().untilAsserted(() ->
                        assertThat(images(sampan)).contains(current).doesNotContain(old));
                layersAre(sampan, 2);
            });
        }
    }

    private static void engineWith(Sampan sampan, String policy, Runnable seen) throws Exception {
        sampan.killEngine();
        // Of the one that was killed: whoever found it would start an engine that has no policy.
        Files.deleteIfExists(sampan.execRoot().resolve("front.sock"));
        Process daemon = sampan.start(
                "--data-root",
                sampan.dataRoot().toString(),
                "--exec-root",
                sampan.execRoot().toString(),
                "daemon",
                "--image-gc",
                policy);
        try {
            await().until(() -> Files.exists(sampan.execRoot().resolve("front.sock")));
            seen.run();
        } finally {
            daemon.destroy();
            daemon.onExit()
                    .orTimeout(Sampan.LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
    }

    /** On a disk of 64 MiB, with images of 10 MiB: the two oldest of four have to go until less than 45 % are in use. */
    @Test
    void onAFullDiskTheOldestGoUntilThereIsRoomAgain() throws Exception {
        try (Sampan sampan = Sampan.fresh()) {
            Files.createDirectories(sampan.dataRoot());
            mount("-t", "tmpfs", "-o", "size=64m", "disk", sampan.dataRoot().toString());
            try {
                watermarks(sampan);
            } finally {
                sampan.killEngine();
                finish("umount", sampan.dataRoot().toString());
            }
        }
    }

    private static void watermarks(Sampan sampan) throws Exception {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            byte[] random = new byte[10 << 20];
            new Random(i).nextBytes(random);
            byte[] tar = HostileTar.empty().file("random", random, 0644).bytes();
            made.add(sampan.runWith(tar, "import", "-", "app:1").succeeds().line());
        }
        String policy = "age=0s,high=60,low=45";
        nothingGoes(sampan, policy); // who was named within the hour may be about to be used
        sampan.killEngine();
        yearsAgo(sampan.dataRoot().resolve("images/index.json"));
        nothingGoes(sampan, "age=0s,high=95,low=45");
        engineWith(sampan, policy, () -> {
            await().until(() -> !images(sampan).contains(made.get(1)));
            nothingGoes(sampan, policy);
            assertThat(images(sampan)).contains(made.subList(2, 4)).doesNotContain(made.get(0), made.get(1));
        });
    }

    private static void nothingGoes(Sampan sampan, String policy) {
        assertThat(sampan.run("image", "gc", "--policy", policy).succeeds().out())
                .isEqualTo("Total reclaimed space: 0B\n");
    }

    /** The moments at which images got their names; the digest of all of it is left out, as nobody but the engine can tell. */
    private static void yearsAgo(Path index) throws IOException {
        String text = Files.readString(index);
        Files.writeString(
                index,
                text.replaceAll("(?<=\"tagged\":\")[0-9]{4}(?=-)", "2024") // a leap year has every day of any other
                        .replaceAll(",?\"digest\":\"[^\"]*\"", ""));
    }

    private static void mount(String... words) throws Exception {
        finish(Stream.concat(Stream.of("mount"), Stream.of(words)).toArray(String[]::new));
    }

    private static void finish(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void helpAndWrongUse() {
        try (Sampan sampan = Sampan.fresh()) {
            assertThat(sampan.run("image", "gc", "--help").succeeds().out()).contains("--policy");
            Sampan.Result wrong = sampan.run("image", "gc", "--policy", "high=50");
            assertThat(wrong.code()).isEqualTo(1);
            assertThat(wrong.err()).contains("invalid image-gc");
            assertThat(sampan.run("image", "gc", "x").err()).contains("accepts no arguments");
        }
    }
}
