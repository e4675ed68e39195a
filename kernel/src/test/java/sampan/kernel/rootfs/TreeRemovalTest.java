package sampan.kernel.rootfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.DescriptorLeaks;
import sampan.kernel.process.Credentials;

@ExtendWith(DescriptorLeaks.class)
class TreeRemovalTest {
    @TempDir
    Path host;

    private Folder folder;

    @BeforeEach
    void open() throws IOException {
        try (RootDirectory root = RootDirectory.open(host)) {
            folder = root.folder(RootPath.root());
        }
    }

    @AfterEach
    void close() {
        folder.close();
    }

    private static byte[] name(String text) {
        return text.getBytes(UTF_8);
    }

    /** Far deeper than PATH_MAX, the stack or the limit of descriptors would allow. */
    private void makeDeep(int depth) throws IOException {
        folder.makeDirectory(name("d"), 0755);
        Folder current = folder.folder(name("d"));
        for (int i = 1; i < depth; i++) {
            current.makeDirectory(name("d"), 0755);
            Folder next = current.folder(name("d"));
            current.close();
            current = next;
        }
        current.createFile(name("leaf"), 0644).close();
        current.close();
    }

    @Test
    void aTreeFiveThousandDeepIsWalkedAndRemoved() throws IOException {
        makeDeep(5_000);
        AtomicInteger count = new AtomicInteger();
        folder.walk(place -> {
            count.incrementAndGet();
            return true;
        });
        assertThat(count).hasValue(5_001);
        folder.removeTree(name("d"));
        assertThat(folder.list()).isEmpty();
    }

    @Test
    void aWideTreeIsRemoved() throws IOException {
        folder.makeDirectory(name("w"), 0755);
        try (Folder wide = folder.folder(name("w"))) {
            for (int i = 0; i < 2000; i++) {
                wide.createFile(name("f" + i), 0644).close();
                wide.makeDirectory(name("d" + i), 0755);
            }
        }
        folder.removeTree(name("w"));
        assertThat(folder.list()).isEmpty();
    }

    @Test
    void aSingleFileAndNothingAtAllAreRemovedToo() throws IOException {
        folder.createFile(name("f"), 0644).close();
        folder.removeTree(name("f"));
        folder.removeTree(name("f"));
        assertThat(folder.list()).isEmpty();
    }

    @Test
    void whatIsMountedInATreeIsNotEmptied() throws Exception {
        assumeTrue(Credentials.effectiveUid() == 0);
        Path source = Files.createDirectory(host.resolve("source"));
        Files.writeString(source.resolve("precious"), "data");
        Path target = Files.createDirectories(host.resolve("tree/below/mounted"));
        run("mount", "--bind", source.toString(), target.toString());
        try {
            assertThatThrownBy(() -> folder.removeTree(name("tree"))).hasMessageEndingWith("= EXDEV");
            assertThat(source.resolve("precious")).hasContent("data");
            AtomicInteger seen = new AtomicInteger();
            folder.walk(place -> {
                seen.incrementAndGet();
                return true;
            });
            assertThat(seen).as("source, precious, tree, below, mounted").hasValue(5);
        } finally {
            run("umount", target.toString());
        }
        folder.removeTree(name("tree"));
        assertThat(host.resolve("tree")).doesNotExist();
    }

    @Test
    void directoriesThatAppearMeanwhileDoNotKeepItForEver() throws Exception {
        folder.makeDirectory(name("t"), 0755);
        Thread maker = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 2000; i++) {
                try {
                    Files.createDirectories(host.resolve("t/a" + i % 7 + "/b"));
                } catch (IOException _) {
                    // it went away, as it should
                }
            }
        });
        try {
            folder.removeTree(name("t"));
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("ENOTEMPTY");
        }
        maker.join();
        folder.removeTree(name("t"));
        assertThat(folder.list()).isEmpty();
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
