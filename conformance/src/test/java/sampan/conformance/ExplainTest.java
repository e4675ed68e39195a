package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code explain}: what starts a container, in words, and as a script that a person can run. */
final class ExplainTest extends EngineTest {
    @TempDir
    Path folder;

    private String script(String... arguments) throws IOException, InterruptedException {
        Path file = Files.writeString(
                folder.resolve("script"), sampan().run(arguments).succeeds().out());
        Process bash = new ProcessBuilder("bash", file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(Patience.ends(bash)).isTrue();
        return output + bash.exitValue();
    }

    @Test
    void theScriptOfAnImageMakesAContainerOfItsOwn() throws Exception {
        HostileTar tar = HostileTar.withShell();
        String look = "cat /etc/hosts | head -n 1; hostname; echo $PATH; ls -d /vol; echo made > /vol/x; cat /vol/x; "
                + "grep -c ' / overlay' /proc/mounts; exit 4";
        sampan().runWith(
                        tar.bytes(),
                        "import",
                        "--change",
                        "VOLUME /vol",
                        "--change",
                        "CMD [\"sh\", \"-c\", \"" + look + "\"]",
                        "-",
                        "localhost/scripted")
                .succeeds();
        for (int i = 0; i < 2; i++) {
            assertThat(script("explain", "--shell", "localhost/scripted"))
                    .isEqualTo("127.0.0.1\tlocalhost\n000000000000\n"
                            + "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n/vol\nmade\n1\n4");
        }
    }

    @Test
    void theScriptOfAContainerMakesThatContainer() throws Exception {
        sampan().run("create", "--name", "scripted", "-h", "box", "-m", "64m", BUSYBOX, "sh", "-c", "hostname; exit 5")
                .succeeds();
        assertThat(script("explain", "--shell", "scripted")).isEqualTo("box\n5");
        assertThat(sampan().run("explain", "scripted").succeeds().out())
                .contains("in the engine, before anything is launched", "67108864");
        sampan().run("rm", "scripted").succeeds();
    }

    @Test
    void aBundlesLimitsAreShown() throws IOException {
        Files.writeString(folder.resolve("config.json"), """
                {"ociVersion": "1.2.0", "root": {"path": "rootfs"}, "process": {"cwd": "/", "args": ["true"]},
                 "linux": {"cgroupsPath": "/one/two", "namespaces": [{"type": "mount"}],
                           "resources": {"memory": {"limit": 16777216}, "pids": {"limit": 7}}}}
                """);
        String text = sampan().run("explain", folder.toString()).succeeds().out();
        assertThat(text)
                .contains("/one/two\", 0755)", "\"16777216\"", "\"7\"", "/one/two/")
                .contains("the container's cgroup - its limits stand before anything runs in it - cgroups(7)");
        assertThat(Files.exists(Path.of("/sys/fs/cgroup/memory/one"))).isFalse();
    }
}
