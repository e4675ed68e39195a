package sampan.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sampan.core.caller.Caller;
import sampan.core.config.ContainerConfig;
import sampan.core.config.ContainerConfigBuilder;
import sampan.core.config.DeviceMapping;
import sampan.core.config.HostConfig;
import sampan.core.config.HostConfigBuilder;
import sampan.core.config.Mount;
import sampan.core.config.Resources;
import sampan.core.config.Ulimit;
import sampan.core.container.Container;
import sampan.core.container.state.CreateRequest;
import sampan.core.error.EngineException;
import sampan.core.monitor.Interest;
import sampan.kernel.Fd;
import sampan.kernel.file.FdInputStream;
import sampan.kernel.file.Write;

final class NamespaceModesTest extends EngineInThisJvm {
    private static ContainerConfigBuilder shell(String script) {
        return ContainerConfig.builder().image(IMAGE).cmd(List.of("sh", "-c", script));
    }

    private static Container start(ContainerConfigBuilder config, HostConfigBuilder host) {
        Container container = engine.create(new CreateRequest("", config.build(), host.build()))
                .container();
        container.start(Caller.local());
        return container;
    }

    private static String output(ContainerConfigBuilder config, HostConfigBuilder host) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        start(config, host).copyOutput(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String namespace(String type) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/ns/" + type)).toString() + "\n";
    }

    @Test
    void sharesTheHostsNamespacesWhenAsked() throws IOException {
        assertThat(output(
                        shell("readlink /proc/self/ns/net"),
                        HostConfig.builder().networkMode("host")))
                .isEqualTo(namespace("net"));
        assertThat(output(
                        shell("readlink /proc/self/ns/pid"),
                        HostConfig.builder().pidMode("host")))
                .isEqualTo(namespace("pid"));
        assertThat(output(
                        shell("readlink /proc/self/ns/ipc; ls -d /dev/shm"),
                        HostConfig.builder().ipcMode("host")))
                .isEqualTo(namespace("ipc") + "/dev/shm\n");
        assertThat(output(
                        shell("readlink /proc/self/ns/uts; hostname"),
                        HostConfig.builder().utsMode("host")))
                .startsWith(namespace("uts"));
        assertThat(output(
                        shell("readlink /proc/self/ns/cgroup"),
                        HostConfig.builder().cgroupnsMode("host")))
                .isEqualTo(namespace("cgroup"));
        assertThat(output(shell("ls /dev/shm"), HostConfig.builder().ipcMode("none")))
                .contains("No such file");
    }

    @Test
    void joinsAnothersProcessesAndIpc() {
        Container first = start(shell("sleep 1000"), HostConfig.builder().ipcMode("shareable"));
        String pids = output(shell("ps"), HostConfig.builder().pidMode("container:" + first.id()));
        assertThat(pids).contains("sleep 1000");
        String own =
                output(shell("readlink /proc/self/ns/ipc"), HostConfig.builder().ipcMode("container:" + first.id()));
        assertThat(own).startsWith("ipc:[");
        assertThatThrownBy(() -> start(shell("true"), HostConfig.builder().pidMode("container:nosuch")))
                .hasMessage("No such container: nosuch");
    }

    @Test
    void refusesContradictions() {
        assertThatThrownBy(() ->
                        start(shell("true").hostname("x"), HostConfig.builder().utsMode("host")))
                .hasMessage("conflicting options: hostname and the UTS mode");
        assertThatThrownBy(() -> start(shell("true"), HostConfig.builder().ipcMode("foo")))
                .hasMessage("Invalid IPC mode: foo");
        assertThatThrownBy(() -> start(shell("true"), HostConfig.builder().networkMode("mynet")))
                .isInstanceOf(EngineException.NotFound.class)
                .hasMessage("network mynet not found");
        assertThatThrownBy(() -> start(
                        shell("true"),
                        HostConfig.builder().networkMode("host").sysctls(Map.of("net.ipv4.ip_forward", "1"))))
                .hasMessage("sysctl \"net.ipv4.ip_forward\" not allowed in host network namespace");
    }

    @Test
    void setsWhatIsAskedFor() {
        assertThat(output(
                        shell(
                                "cat /proc/sys/net/ipv4/ip_forward; ulimit -n; cat /proc/self/oom_score_adj; df /dev/shm"
                                        + " | tail -1; ls -l /dev/again; ls /x /etc/hosts; touch /y; cat /proc/self/status | grep NoNew"),
                        HostConfig.builder()
                                .sysctls(Map.of("net.ipv4.ip_forward", "1"))
                                .oomScoreAdj(200)
                                .shmSize(1 << 20)
                                .readonlyRootfs(true)
                                .securityOpt(List.of("no-new-privileges"))
                                .tmpfs(Map.of("/x", ""))
                                .resources(Resources.builder()
                                        .ulimits(List.of(new Ulimit("nofile", 100, 200)))
                                        .devices(List.of(new DeviceMapping("/dev/null", "/dev/again", "rw")))
                                        .build())))
                .startsWith("1\n100\n200\n")
                .contains(" 1024 ", "1,   3", "Read-only file system", "NoNewPrivs:\t1");
    }

    @Test
    void keepsVolumesAndRemovesAnonymousOnes() throws Exception {
        Container first = start(
                shell("echo kept > /data/file; echo gone > /anonymous/file"),
                HostConfig.builder().binds(List.of("mine:/data", "/anonymous")));
        assertThat(first.await()).isZero();
        assertThat(engine.volumes().list()).hasSize(2);
        assertThat(output(shell("cat /data/file"), HostConfig.builder().volumesFrom(List.of(first.name()))))
                .isEqualTo("kept\n");
        engine.containers().list().forEach(container -> container.remove(true, true));
        org.awaitility.Awaitility.await().until(() -> engine.volumes().list().size() == 1);
        assertThat(output(
                        shell("cat /data/file"),
                        HostConfig.builder()
                                .mounts(List.of(
                                        new Mount("volume", "mine", "/data", true, "", null, null, null, null)))))
                .isEqualTo("kept\n");
    }

    @Test
    void talksToAttachedClients() throws Exception {
        Container container = engine.create(new CreateRequest(
                        "",
                        shell("read line; echo got $line")
                                .openStdin(true)
                                .stdinOnce(true)
                                .build(),
                        HostConfig.DEFAULT))
                .container();
        try (Fd stream = container.attach(Set.of(Interest.STDIN, Interest.STDOUT))) {
            container.start(Caller.local());
            Write.fully(stream, new byte[] {0, 0, 0, 0, 0, 0, 0, 3, 'h', 'i', '\n'});
            byte[] all = new FdInputStream(stream).readNBytes(8 + 7);
            assertThat(new String(all, 8, 7, StandardCharsets.UTF_8)).isEqualTo("got hi\n");
        }
        assertThat(container.await()).isZero();
    }

    @Test
    void givesATerminalOfTheSizeAskedFor() {
        String seen = output(
                shell("tty; stty size; echo $TERM").tty(true),
                HostConfig.builder().consoleSize(List.of(30, 100)));
        assertThat(seen).contains("/dev/pts/0", "30 100", "xterm");
    }

    @Test
    void runsAnInitWhenAsked() {
        assertThat(output(shell("ps"), HostConfig.builder().init(true))).contains("1 root", "init");
    }

    @Test
    void showsWhatDockerInspectShows() {
        Container container = start(shell("true"), HostConfig.builder());
        String json = sampan.core.config.ConfigJson.MAPPER.writeValueAsString(container.inspect());
        assertThat(json)
                .contains("\"Id\":\"" + container.id(), "\"Path\":\"sh\"", "\"Args\":[\"-c\",\"true\"]")
                .contains("\"HostConfig\":{\"Binds\":null", "\"CapAdd\":null", "\"ShmSize\":67108864")
                .contains(
                        "\"GraphDriver\":{\"Data\":{",
                        "\"Config\":{\"Hostname\":\"" + container.id().substring(0, 12));
    }
}
