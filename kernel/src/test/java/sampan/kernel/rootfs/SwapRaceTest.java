package sampan.kernel.rootfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.DescriptorLeaks;
import sampan.kernel.Fd;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Rename;
import sampan.kernel.file.Stat;

/** A container exchanges a directory for a link to the host, over and over, while the engine works in its tree. */
@ExtendWith(DescriptorLeaks.class)
class SwapRaceTest {
    private static final int ROUNDS = 3000;

    @TempDir
    Path host;

    private Path canary;
    private FileStatus canaryBefore;
    private RootDirectory root;
    private final AtomicBoolean stop = new AtomicBoolean();
    private Thread attacker;

    @BeforeEach
    void startExchanging() throws IOException {
        canary = Files.createDirectories(host.resolve("canary/d"));
        Files.writeString(canary.resolve("file"), "host");
        canaryBefore = Stat.of(canary);
        Path inside = Files.createDirectories(host.resolve("rootfs"));
        Files.createDirectories(inside.resolve("a/d"));
        Files.createSymbolicLink(inside.resolve("link"), Path.of("../canary"));
        root = RootDirectory.open(inside);
        attacker = Thread.ofPlatform().name("attacker").start(() -> exchange(inside));
    }

    private void exchange(Path inside) {
        try (Fd directory = Open.open(inside, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY)) {
            while (!stop.get()) {
                try {
                    Rename.exchange(directory, name("a"), directory, name("link"));
                } catch (IOException _) {
                    Thread.onSpinWait(); // removed just now
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void theHostIsAsItWas() throws Exception {
        stop.set(true);
        attacker.join();
        root.close();
        assertThat(canary.resolve("file")).hasContent("host");
        try (var names = Files.list(canary)) {
            assertThat(names).hasSize(1);
        }
        assertThat(Stat.of(canary)).isEqualTo(canaryBefore);
        try (var names = Files.list(host.resolve("canary"))) {
            assertThat(names).hasSize(1);
        }
    }

    private static byte[] name(String text) {
        return text.getBytes(UTF_8);
    }

    private interface Work {
        void run(int round) throws IOException;
    }

    /** Errors are the attacker's own loss. */
    private static void often(Work work) {
        for (int i = 0; i < ROUNDS; i++) {
            try {
                work.run(i);
            } catch (IOException _) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void directoriesAreMadeInsideCve2024_45310() {
        often(round -> root.makeFolder(RootPath.of("a/d/m" + round % 50), new Ownership(0700, 1, 1))
                .close());
    }

    @Test
    void filesAreWrittenInsideCve2018_15664() {
        often(round -> {
            RootPath path = RootPath.of("a/d/file");
            try (Folder parent = root.makeParent(path, Ownership.PARENT)) {
                parent.replaceFile(path.name(), name("container"), new Ownership(0666, 1, 1));
            }
        });
    }

    @Test
    void nothingOutsideIsRemoved() {
        often(round -> {
            root.makeFolder(RootPath.of("a/d"), Ownership.PARENT).close();
            root.removeAll(RootPath.of("a/d"));
        });
    }

    @Test
    void aWalkDoesNotLeaveCve2023_0778() {
        often(round -> root.walk(place -> {
            if (place.status().isRegular()) {
                throw new AssertionError("left the root at " + place.path());
            }
            return true;
        }));
    }

    @Test
    void ownersAndModesAreChangedInside() {
        often(round -> {
            try (Folder parent = root.folder(RootPath.of("a"))) {
                parent.chown(name("d"), 1, 1);
                parent.chmod(name("d"), 0700 | round % 8);
            }
        });
    }
}
