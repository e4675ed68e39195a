package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mounts that are made later, on the host below a source or in a container, and who sees them. */
final class PropagationTest extends EngineTest {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void mountSource() throws IOException, InterruptedException {
        command("mount", "-t", "tmpfs", "source", folder.toString());
        Files.createDirectories(folder.resolve("host"));
        Files.createDirectories(folder.resolve("container"));
    }

    @AfterEach
    void unmountSource() throws IOException, InterruptedException {
        command("umount", "--recursive", folder.toString());
    }

    private static void command(String... words) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"rshared, true, true", "rslave, true, false", "rprivate, false, false"})
    void aMountPassesAsFarAsItIsToldTo(String propagation, boolean there, boolean back) throws Exception {
        command("mount", "--make-shared", folder.toString());
        String mount = "type=bind,src=" + folder + ",dst=/x,bind-propagation=" + propagation;
        sampan().run("run", "-d", "--name", "later", "--privileged", "--mount", mount, BUSYBOX, "sleep", "1000")
                .succeeds();
        command("mount", "-t", "tmpfs", "late", folder.resolve("host").toString());
        Files.createFile(folder.resolve("host/file"));
        assertThat(sampan().run("exec", "later", "ls", "/x/host").succeeds().line())
                .isEqualTo(there ? "file" : "");

        sampan().run("exec", "later", "sh", "-c", "mount -t tmpfs late /x/container && touch /x/container/file")
                .succeeds();
        assertThat(Files.exists(folder.resolve("container/file"))).isEqualTo(back);
        sampan().run("rm", "-f", "later").succeeds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "rshared"})
    void nothingPassesBackToAMountThatIsNotShared(String propagation) throws Exception {
        command("mount", "--make-private", folder.toString());
        refuses(propagation, "a shared mount");
    }

    @ParameterizedTest
    @ValueSource(strings = {"slave", "rslave"})
    void nothingPassesFromAMountThatIsPrivate(String propagation) throws Exception {
        command("mount", "--make-private", folder.toString());
        refuses(propagation, "a shared or slave mount");
    }

    /** Of a source below the mount it is the mount that counts. */
    private void refuses(String propagation, String what) {
        Path source = folder.resolve("host");
        Sampan.Result result = sampan().run("run", "--rm", "-v", source + ":/x:" + propagation, BUSYBOX, "true");
        assertThat(result.err())
                .contains("Error response from daemon: path " + source + " is mounted on " + folder + " but it is not "
                        + what);
        assertThat(result.code()).isEqualTo(125);
        assertThat(sampan().run("ps", "-aq").out()).isEmpty();
    }

    @Test
    void aSlaveOfASharedMountPassesOnWhatItReceives() throws Exception {
        command("mount", "--make-shared", folder.toString());
        Path slave = Files.createDirectory(folder.resolveSibling(folder.getFileName() + "-slave"));
        try {
            command("mount", "--bind", folder.toString(), slave.toString());
            command("mount", "--make-slave", slave.toString());
            sampan().run("run", "-d", "--name", "third", "-v", slave + ":/x:rslave", BUSYBOX, "sleep", "1000")
                    .succeeds();
            command("mount", "-t", "tmpfs", "late", folder.resolve("host").toString());
            Files.createFile(folder.resolve("host/file"));
            assertThat(sampan().run("exec", "third", "ls", "/x/host").succeeds().line())
                    .isEqualTo("file");
            sampan().run("rm", "-f", "third").succeeds();
        } finally {
            command("umount", "--recursive", slave.toString());
            Files.delete(slave);
        }
    }
}
