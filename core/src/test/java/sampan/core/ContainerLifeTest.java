package sampan.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.core.caller.Caller;
import sampan.core.config.ContainerConfig;
import sampan.core.config.ContainerConfigBuilder;
import sampan.core.config.HostConfig;
import sampan.core.config.HostConfigBuilder;
import sampan.core.config.LogConfig;
import sampan.core.config.Resources;
import sampan.core.container.Container;
import sampan.core.container.state.ContainerState;
import sampan.core.container.state.CreateRequest;
import sampan.core.error.EngineException;
import sampan.core.exec.Exec;
import sampan.core.exec.ExecConfig;
import sampan.core.log.LogOptions;

final class ContainerLifeTest extends EngineInThisJvm {
    private static ContainerConfigBuilder command(String... command) {
        return ContainerConfig.builder().image(IMAGE).cmd(List.of(command));
    }

    private static Container create(ContainerConfigBuilder config, HostConfigBuilder host) {
        return engine.create(new CreateRequest("", config.build(), host.build()))
                .container();
    }

    private static Container start(ContainerConfigBuilder config, HostConfigBuilder host) {
        Container container = create(config, host);
        container.start(Caller.local());
        return container;
    }

    private static String output(ContainerConfigBuilder config, HostConfigBuilder host) {
        return output(start(config, host));
    }

    private static String output(Container container) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        container.copyOutput(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String shell(String script) {
        return output(command("sh", "-c", script), HostConfig.builder());
    }

    @Test
    void tellsExitCodes() throws Exception {
        assertThat(engine.run(IMAGE, "sh", "-c", "exit 7").await()).isEqualTo(7);
        assertThat(engine.run(IMAGE, "sh", "-c", "kill -9 $$; sleep 5").await()).isEqualTo(0);
        assertThat(engine.run(IMAGE, "true").await()).isZero();
    }

    @Test
    void saysInDockersWordsThatThereIsNoSuchProgram() {
        Container container = create(command("nosuch"), HostConfig.builder());
        assertThatThrownBy(() -> container.start(Caller.local()))
                .isInstanceOfSatisfying(
                        EngineException.StartFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(127))
                .hasMessageContaining("exec: \"nosuch\": executable file not found in $PATH");
        assertThat(container.state()).isInstanceOf(ContainerState.Created.class);
        assertThat(container.inspect().state().exitCode()).isEqualTo(127);
    }

    @Test
    void saysThatAFileIsNotExecutable() {
        Container container = create(command("/etc/passwd"), HostConfig.builder());
        assertThatThrownBy(() -> container.start(Caller.local()))
                .isInstanceOfSatisfying(
                        EngineException.StartFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(126))
                .hasMessageContaining("exec: \"/etc/passwd\": permission denied");
    }

    @Test
    void removesAContainerThatDidNotStartWhenItWasToBeRemoved() {
        Container container = create(command("nosuch"), HostConfig.builder().autoRemove(true));
        assertThatThrownBy(() -> container.start(Caller.local())).isInstanceOf(EngineException.StartFailure.class);
        assertThatThrownBy(() -> engine.containers().find(container.id())).isInstanceOf(EngineException.NotFound.class);
    }

    @Test
    void anAutoRemovedContainerIsGoneWhenItsEndIsKnown() throws Exception {
        Container container = start(command("true"), HostConfig.builder().autoRemove(true));
        assertThat(container.await()).isZero();
        assertThat(engine.containers().list()).isEmpty();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !Files.exists(folder.resolve("containers").resolve(container.id())));
    }

    @Test
    void givesDockersDefaultSurroundings() {
        String seen = shell("id -u; cat /proc/self/status | grep -E 'Cap|Seccomp:|NoNew'; hostname; pwd; env | sort");
        assertThat(seen)
                .contains("CapPrm:\t00000000a80425fb", "CapBnd:\t00000000a80425fb", "CapInh:\t0000000000000000")
                .contains("Seccomp:\t2", "NoNewPrivs:\t0")
                .contains("HOME=/", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        assertThat(shell("cat /proc/1/cgroup; ip addr show lo")).contains("127.0.0.1/8");
        assertThat(shell("cat /etc/hosts /etc/hostname")).contains("127.0.0.1\tlocalhost");
        assertThat(shell("echo x > /proc/sys/kernel/hostname; echo $?")).contains("Read-only file system");
        assertThat(shell("ls /sys/fs/cgroup")).contains("memory");
        assertThat(shell("wc -c < /proc/keys")).isEqualTo("0\n");
    }

    @Test
    void keepsOutputAndErrorsApart() {
        Container container = engine.run(IMAGE, "sh", "-c", "echo out; echo err >&2; echo again");
        output(container);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        container.logs(
                new LogOptions(false, true, OptionalLong.empty(), Optional.empty(), Optional.empty(), false),
                entry -> errors.write(entry.bytes()));
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEqualTo("err\n");
    }

    @Test
    void readsTheEndOfALog() throws Exception {
        for (String driver : List.of("local", "json-file")) {
            Container container = start(
                    command("sh", "-c", "for i in 1 2 3 4 5; do echo line $i; done"),
                    HostConfig.builder().logConfig(new LogConfig(driver, Map.of())));
            container.await();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            container.logs(
                    new LogOptions(true, true, OptionalLong.of(2), Optional.empty(), Optional.empty(), false),
                    entry -> out.write(entry.bytes()));
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("line 4\nline 5\n");
        }
    }

    @Test
    void followsALogOverItsRotations() throws Exception {
        Container container = start(
                command("sh", "-c", "for i in $(seq 1 3000); do echo a line of some length to fill the file $i; done"),
                HostConfig.builder().logConfig(new LogConfig("local", Map.of("max-size", "64k", "max-file", "50"))));
        String all = output(container);
        assertThat(all.lines().count()).isEqualTo(3000);
        assertThat(all).endsWith(" 3000\n");
    }

    @Test
    void stopsByTheStopSignalAndKillsWhenThatDoesNotHelp() throws Exception {
        Container polite = start(
                command("sh", "-c", "trap 'exit 3' TERM; touch /ready; while :; do sleep 0.05; done"),
                HostConfig.builder());
        Exec ready = polite.exec(ExecConfig.of("sh", "-c", "until [ -e /ready ]; do sleep 0.05; done"));
        ready.start(Caller.local());
        assertThat(ready.await()).isZero();
        polite.stop(Optional.empty(), Optional.of(Duration.ofSeconds(60)));
        assertThat(polite.await()).isEqualTo(3);
        Container deaf = start(command("sleep", "1000"), HostConfig.builder());
        long start = System.nanoTime();
        deaf.stop(Optional.empty(), Optional.of(Duration.ofMillis(300)));
        assertThat(deaf.await()).isEqualTo(137);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(290));
        assertThatThrownBy(() -> deaf.stop(Optional.empty(), Optional.empty()))
                .isInstanceOf(EngineException.NotModified.class);
        assertThatThrownBy(() -> deaf.kill("KILL"))
                .isInstanceOf(EngineException.Conflict.class)
                .hasMessageEndingWith("Container " + deaf.id() + " is not running");
    }

    @Test
    void startsAgainAfterItsEnd() throws Exception {
        Container container = start(command("sh", "-c", "echo -n x >> /count; cat /count"), HostConfig.builder());
        assertThat(container.await()).isZero();
        container.start(Caller.local());
        assertThat(container.await()).isZero();
        assertThat(output(container)).contains("xx");
    }

    @Test
    void refusesToRemoveWhatRuns() {
        Container container = start(command("sleep", "1000"), HostConfig.builder());
        assertThatThrownBy(container::remove)
                .isInstanceOf(EngineException.Conflict.class)
                .hasMessageStartingWith("You cannot remove a running container " + container.id());
        container.remove(true, false);
        assertThat(engine.containers().list()).isEmpty();
    }

    @Test
    void guardsNames() {
        engine.create(new CreateRequest("one", command("true").build(), HostConfig.DEFAULT));
        assertThatThrownBy(() ->
                        engine.create(new CreateRequest("one", command("true").build(), HostConfig.DEFAULT)))
                .isInstanceOf(EngineException.Conflict.class)
                .hasMessageContaining("The container name \"/one\" is already in use by container");
        assertThatThrownBy(() ->
                        engine.create(new CreateRequest("a/b", command("true").build(), HostConfig.DEFAULT)))
                .hasMessage("Invalid container name (a/b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        assertThat(engine.containers().find("one").name()).isEqualTo("one");
        assertThatThrownBy(() -> engine.containers().find("two")).hasMessage("No such container: two");
    }

    @Test
    void runsAsTheUserAskedFor() {
        assertThat(output(command("id").user("1000:1000"), HostConfig.builder()))
                .startsWith("uid=1000 gid=1000");
        assertThat(output(command("sh", "-c", "grep Cap /proc/self/status").user("1000"), HostConfig.builder()))
                .contains("CapPrm:\t0000000000000000", "CapEff:\t0000000000000000");
        Container unknown = create(command("id").user("nobodyatall"), HostConfig.builder());
        assertThatThrownBy(() -> unknown.start(Caller.local()))
                .hasMessageContaining("unable to find user nobodyatall: no matching entries in passwd file");
    }

    @Test
    void addsAProcessToARunningContainer() throws Exception {
        Container container = start(
                command("sleep", "1000").env(List.of("A=1")),
                HostConfig.builder()
                        .resources(Resources.builder().memory(64 << 20).build()));
        Exec exec = container.exec(ExecConfig.of("sh", "-c", "test \"$A\" = 1 && exit 9"));
        exec.start(Caller.local());
        assertThat(exec.await()).isEqualTo(9);
        Exec missing = container.exec(ExecConfig.of("nosuch"));
        assertThatThrownBy(() -> missing.start(Caller.local()))
                .isInstanceOfSatisfying(
                        EngineException.StartFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(127));
    }

    @Test
    void mountsWhatIsAskedFor(@TempDir Path shared) throws Exception {
        Files.writeString(shared.resolve("file"), "content\n");
        String seen = output(
                command("sh", "-c", "cat /x/file; touch /x/new; touch /y/new; touch /z/ok; ls /z; mount | grep ' /z '"),
                HostConfig.builder()
                        .binds(List.of(shared + ":/x", shared + ":/y:ro", "named:/v", shared + "/made:/m"))
                        .tmpfs(Map.of("/z", "size=1m")));
        assertThat(seen).contains("content\n", "/y/new: Read-only file system", "ok\n", "size=1024k");
        assertThat(shared.resolve("new")).exists();
        assertThat(shared.resolve("made")).isDirectory();
        Container missing = create(
                command("true"),
                HostConfig.builder()
                        .mounts(List.of(new sampan.core.config.Mount(
                                "bind", "/nosuch/place", "/x", false, "", null, null, null, null))));
        assertThatThrownBy(() -> missing.start(Caller.local()))
                .hasMessage("invalid mount config for type \"bind\": bind source path does not exist: /nosuch/place");
    }

    @Test
    void limitsMemoryAndProcesses() {
        String seen = output(
                command("sh", "-c", "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/pids/pids.max"),
                HostConfig.builder()
                        .resources(Resources.builder()
                                .memory(32 << 20)
                                .pidsLimit(50L)
                                .build()));
        assertThat(seen).isEqualTo("33554432\n50\n");
    }

    @Test
    void noticesThatMemoryRanOut() throws Exception {
        Container container = start(
                command("sh", "-c", "tail /dev/zero"),
                HostConfig.builder()
                        .resources(Resources.builder()
                                .memory(16 << 20)
                                .memorySwap(16 << 20)
                                .build()));
        assertThat(container.await()).isEqualTo(137);
        assertThat(container.inspect().state().oomKilled()).isTrue();
    }

    @Test
    void joinsAnothersNetwork() throws Exception {
        Container first = start(command("sleep", "1000").hostname("first"), HostConfig.builder());
        String own = output(command("readlink", "/proc/self/ns/net"), HostConfig.builder());
        String joined = output(
                command("sh", "-c", "readlink /proc/self/ns/net; hostname"),
                HostConfig.builder().networkMode("container:" + first.name()));
        assertThat(joined).contains("first").doesNotContain(own.strip());
    }

    @Test
    void privilegedContainersGetWhatTheEngineHas() {
        var creation = engine.create(new CreateRequest(
                "",
                command("sh", "-c", "grep -E 'CapPrm|Seccomp:' /proc/self/status; ls /dev | wc -l")
                        .build(),
                HostConfig.builder().privileged(true).build()));
        creation.container().start(Caller.local());
        assertThat(output(creation.container())).contains("Seccomp:\t0").doesNotContain("00000000a80425fb");
    }
}
