package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers that see other files than the engine: in another mount namespace, as the processes of many services are. */
final class OtherMountsTest extends EngineTest {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void fill() throws IOException {
        Files.createDirectories(folder.resolve("own"));
        Files.writeString(Files.createDirectories(folder.resolve("shared")).resolve("f"), "of the host\n");
        sampan().run("version").succeeds(); // the engine is the host's
    }

    /** A line of the shell where the folder {@code own} is another file system, and the engine's data are hidden. */
    private Sampan.Result elsewhere(String line) {
        String mounts = "mount -t tmpfs t " + folder + "/own && mount -t tmpfs t " + sampan().dataRoot()
                + " && echo mine > " + folder + "/own/f && ";
        ProcessBuilder command = sampan().command();
        command.environment().put("PATH", Sampan.binary().getParent() + ":/usr/bin:/bin:/usr/sbin:/sbin");
        return Sampan.finish(
                new byte[0], command.command("unshare", "-m", "--propagation", "private", "sh", "-c", mounts + line));
    }

    @Test
    void aContainerRunsInTheForeground() {
        Sampan.Result result = elsewhere("echo in | sampan run --rm -i " + BUSYBOX + " sh -c 'cat; exit 7'");
        assertThat(result.out()).isEqualTo("in\n");
        assertThat(result.code()).isEqualTo(7);
        assertThat(elsewhere("sampan create --name later " + BUSYBOX + " echo started >&2; sampan start -a later")
                        .out())
                .isEqualTo("started\n");
        sampan().run("rm", "later").succeeds();
    }

    @Test
    void volumesAndFoldersThatTheHostHasTooAreMounted() {
        assertThat(elsewhere("sampan run --rm -v kept:/kept -v " + folder + "/shared:/shared " + BUSYBOX
                                + " sh -c 'echo > /kept/it; cat /shared/f'")
                        .succeeds()
                        .out())
                .isEqualTo("of the host\n");
        sampan().run("volume", "rm", "kept").succeeds();
    }

    @Test
    void aFolderThatTheEngineDoesNotSeeIsSaidToBeOne() {
        Sampan.Result result = elsewhere("sampan run --rm -v " + folder + "/own:/own " + BUSYBOX + " true");
        assertThat(result.code()).isEqualTo(125);
        assertThat(result.err())
                .startsWith("sampan: Error response from daemon: invalid mount config for type \"bind\": " + folder
                        + "/own is not there for the engine, which is in another mount namespace\n");
    }

    @Test
    void filesAreCopiedAndProcessesAddedAllTheSame() {
        sampan().run("run", "-d", "--name", "box", BUSYBOX, "sleep", "600").succeeds();
        try {
            assertThat(elsewhere("sampan cp " + folder + "/own/f box:/f && sampan exec box cat /f && sampan cp box:/f "
                                    + folder + "/own/g && cat " + folder + "/own/g")
                            .succeeds()
                            .out())
                    .isEqualTo("mine\nmine\n");
        } finally {
            sampan().run("rm", "-f", "box").succeeds();
        }
    }
}
