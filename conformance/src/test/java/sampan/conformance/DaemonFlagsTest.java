package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** dockerd's flags and daemon.json: what they change in containers, and that a SIGHUP reads the file again. */
@ExtendWith(LeakCheck.class)
final class DaemonFlagsTest {
    @TempDir
    Path folder;

    private Process start(Sampan sampan, String... flags) throws IOException {
        return start(sampan, List.of(), flags);
    }

    /** @param before a command that runs the daemon in its place */
    private Process start(Sampan sampan, List<String> before, String... flags) throws IOException {
        return DaemonStart.of(sampan, folder.resolve("told"), before, flags);
    }

    @Test
    void containersAreMadeWithWhatTheFileSays() throws Exception {
        Path file = Files.writeString(folder.resolve("daemon.json"), """
                {"default-ulimits": {"nofile": {"Name": "nofile", "Soft": 1000, "Hard": 1234}}, "default-shm-size": "1m",
                 "log-driver": "json-file", "log-opts": {"max-size": "1m"}, "no-new-privileges": true, "init": true, "labels": ["colour=red"]}
                """);
        try (Sampan sampan = Sampan.fresh()) {
            start(sampan, "--config-file", file.toString());
            String look =
                    "ulimit -Sn; ulimit -Hn; grep NoNewPrivs /proc/self/status; grep -c shm.*size=1024k /proc/mounts; cat /proc/1/cmdline";
            assertThat(sampan.run("run", "--network", "none", "--name", "one", "localhost/busybox", "sh", "-c", look)
                            .succeeds()
                            .out())
                    .startsWith("1000\n1234\nNoNewPrivs:\t1\n1\n/sbin/docker-init");
            assertThat(sampan.run("inspect", "-f", "{{json .HostConfig.LogConfig}}", "one")
                            .line())
                    .isEqualTo("{\"Type\":\"json-file\",\"Config\":{\"max-size\":\"1m\"}}");
            assertThat(sampan.run("info", "-f", "{{.Labels}} {{.LoggingDriver}}")
                            .line())
                    .isEqualTo("[colour=red] json-file");
            assertThat(sampan.run(
                                    "run",
                                    "--network",
                                    "none",
                                    "--ulimit",
                                    "nofile=77",
                                    "--rm",
                                    "localhost/busybox",
                                    "sh",
                                    "-c",
                                    "ulimit -n")
                            .line())
                    .isEqualTo("77");
        }
    }

    @Test
    void aHangupReadsTheFileAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("daemon.json"), "{\"labels\": [\"colour=red\"]}");
        try (Sampan sampan = Sampan.fresh()) {
            Process engine = start(sampan, "--config-file", file.toString());
            sampan.run("info").succeeds();
            Files.writeString(
                    file,
                    "{\"labels\": [\"colour=blue\"], \"insecure-registries\": [\"r.example:5000\", \"10.1.0.0/16\"]}");
            Sampan.hangUp(engine);
            await().until(() -> sampan.run("info", "-f", "{{.Labels}}").line().equals("[colour=blue]"));
            assertThat(sampan.run("info", "-f", "{{json .RegistryConfig.IndexConfigs}}")
                            .out())
                    .contains("r.example:5000");
            assertThat(sampan.run("info", "-f", "{{.RegistryConfig.InsecureRegistryCIDRs}}")
                            .line())
                    .isEqualTo("[10.1.0.0/16 ::1/128 127.0.0.0/8]");
            Files.writeString(file, "{\"nonsense\": 1}");
            Sampan.hangUp(engine);
            await().until(() -> Files.readString(folder.resolve("told"))
                    .contains("the configuration stays as it was: unable to configure the Docker daemon with file "
                            + file));
            assertThat(sampan.run("info", "-f", "{{.Labels}}").line()).isEqualTo("[colour=blue]");
        }
    }

    @Test
    void aHangupIsHeardUnderNohup() throws Exception {
        Path file = Files.writeString(folder.resolve("daemon.json"), "{\"labels\": [\"colour=red\"]}");
        try (Sampan sampan = Sampan.fresh()) {
            Process engine = start(sampan, List.of("nohup"), "--config-file", file.toString());
            sampan.run("info").succeeds();
            Files.writeString(file, "{\"labels\": [\"colour=blue\"]}");
            Sampan.hangUp(engine);
            await().until(() -> sampan.run("info", "-f", "{{.Labels}}").line().equals("[colour=blue]"));
        }
    }

    @Test
    void withoutLiveRestoreContainersStopWithTheEngine() throws Exception {
        try (Sampan sampan = Sampan.fresh()) {
            Process engine = start(sampan, "--live-restore=false", "--shutdown-timeout", "0");
            sampan.run("run", "-d", "--network", "none", "--name", "one", "localhost/busybox", "sleep", "1000")
                    .succeeds();
            engine.destroy();
            assertThat(engine.waitFor(Sampan.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(sampan.run("ps", "-a", "--format", "{{.State}}").line()).isEqualTo("exited");
        }
    }

    @Test
    void aConfigurationIsCheckedWithoutAnEngine() throws Exception {
        Path right = Files.writeString(folder.resolve("right.json"), "{\"debug\": true, \"bip\": \"10.9.8.1/24\"}");
        Path wrong = Files.writeString(folder.resolve("wrong.json"), "{\"log-driver\": \"nope\"}");
        try (Sampan sampan = Sampan.fresh()) {
            assertThat(sampan.run(DaemonStart.words(sampan, "--validate", "--config-file", right.toString())
                                    .toArray(String[]::new))
                            .succeeds()
                            .line())
                    .isEqualTo("configuration OK");
            Sampan.Result refused =
                    sampan.run(DaemonStart.words(sampan, "--validate", "--config-file", wrong.toString())
                            .toArray(String[]::new));
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).contains("error looking up logging plugin nope: plugin \"nope\" not found");
            assertThat(sampan.engine()).isEmpty();
        }
    }

    @Test
    void aFlagThatHasNoUseHereSaysWhy() {
        List<String> flags = List.of(
                "--containerd",
                "--userns-remap",
                "--bridge",
                "--storage-opt",
                "--node-generic-resource",
                "--init-path");
        try (Sampan sampan = Sampan.fresh()) {
            for (String flag : flags) {
                Sampan.Result refused =
                        sampan.run(DaemonStart.words(sampan, flag, "x").toArray(String[]::new));
                assertThat(refused.code()).isEqualTo(125);
                assertThat(refused.err())
                        .startsWith(flag + " is not supported: ")
                        .contains("See 'sampan daemon --help'.");
            }
        }
    }
}
