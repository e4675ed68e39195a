package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code --ipc}: who shares semaphores, queues and /dev/shm with whom. */
final class IpcTest extends EngineTest {
    private String start(String name, String... flags) {
        var line = new ArrayList<>(List.of("run", "-d", "--name", name));
        line.addAll(List.of(flags));
        line.addAll(List.of(BUSYBOX, "sleep", "600"));
        return sampan().run(line.toArray(String[]::new)).succeeds().line();
    }

    @Test
    void whoJoinsAnothersIpcSeesItsSharedMemory() {
        String donor = start("donor", "--ipc", "shareable", "--shm-size", "3m");
        sampan().run("exec", "donor", "sh", "-c", "echo hello > /dev/shm/word").succeeds();
        String joined =
                "cat /dev/shm/word; readlink /proc/self/ns/ipc; df /dev/shm | tail -1; echo back > /dev/shm/more";
        Sampan.Result result = sampan().run("run", "--rm", "--ipc", "container:donor", BUSYBOX, "sh", "-c", joined)
                .succeeds();
        assertThat(result.out()).startsWith("hello\n").contains(" 3072 ");
        assertThat(sampan().run("exec", "donor", "sh", "-c", "cat /dev/shm/more; readlink /proc/1/ns/ipc")
                        .out()
                        .lines()
                        .toList())
                .isEqualTo(List.of("back", result.out().lines().toList().get(1)));
        start("chain", "--ipc", "container:" + donor);
        assertThat(sampan().run("run", "--rm", "--ipc", "container:chain", BUSYBOX, "cat", "/dev/shm/word")
                        .out())
                .isEqualTo("hello\n");
        sampan().run("rm", "-f", "donor").succeeds();
        assertThat(sampan().run("exec", "chain", "cat", "/dev/shm/word").out())
                .as("outlives its donor")
                .isEqualTo("hello\n");
        sampan().run("rm", "-f", "chain").succeeds();
    }

    @Test
    void aPrivateOneIsNotShared() {
        for (String mode : List.of("private", "none")) {
            String id = start("closed", "--ipc", mode);
            Sampan.Result result = sampan().run("run", "--rm", "--ipc", "container:closed", BUSYBOX, "true");
            assertThat(result.code()).isEqualTo(125);
            assertThat(result.err())
                    .contains("can't join IPC of container " + id
                            + ": non-shareable IPC (hint: use IpcMode:shareable for the donor container)");
            sampan().run("rm", "-f", "closed").succeeds();
        }
        String id = sampan().run("create", "--name", "asleep", "--ipc", "shareable", BUSYBOX)
                .succeeds()
                .line();
        assertThat(sampan().run("run", "--rm", "--ipc", "container:asleep", BUSYBOX, "true")
                        .err())
                .contains("can't join IPC of container " + id + ": container " + id + " is not running");
        assertThat(sampan().run("run", "--rm", "--pid", "container:asleep", BUSYBOX, "true")
                        .err())
                .contains("container " + id + " is not running");
        assertThat(sampan().run("run", "--rm", "--network", "container:asleep", BUSYBOX, "true")
                        .err())
                .contains("cannot join network of a non running container: " + id);
        sampan().run("rm", "asleep").succeeds();
        assertThat(sampan().run("run", "--rm", "--ipc", "none", BUSYBOX, "ls", "/dev/shm")
                        .err())
                .contains("No such file");
    }

    @Test
    void theHostsIsTheHosts() {
        start("hosted", "--ipc", "host");
        String show = "readlink /proc/self/ns/ipc; grep -c ' /dev/shm ' /proc/mounts";
        String host =
                sampan().run("exec", "hosted", "sh", "-c", show).succeeds().out();
        assertThat(sampan().run("run", "--rm", "--ipc", "container:hosted", BUSYBOX, "sh", "-c", show)
                        .out())
                .isEqualTo(host);
        for (String sysctl : List.of("kernel.msgmax=8192", "fs.mqueue.msg_max=10")) {
            Sampan.Result result =
                    sampan().run("run", "--rm", "--ipc", "container:hosted", "--sysctl", sysctl, BUSYBOX, "true");
            assertThat(result.code()).as("CVE-2022-0532").isEqualTo(125);
            assertThat(result.err()).contains("is not allowed in the hosts ipc namespace");
        }
        sampan().run("rm", "-f", "hosted").succeeds();
    }

    /** A start begins with an empty /dev/shm, so that restarts do not fill the memory; nothing is mounted on the host afterwards. */
    @Test
    void cve2024_3056_sharedMemoryDoesNotOutliveItsContainer() {
        String fill = "ls /dev/shm; dd if=/dev/zero of=/dev/shm/a bs=1M count=2 2>/dev/null; dd if=/dev/zero "
                + "of=/dev/shm/b bs=1M count=2 2>&1 | grep -o 'No space.*'";
        sampan().run("create", "--name", "filler", "--ipc", "shareable", "--shm-size", "3m", BUSYBOX, "sh", "-c", fill)
                .succeeds();
        for (int i = 0; i < 3; i++) {
            assertThat(sampan().run("start", "-a", "filler").out()).isEqualTo("No space left on device\n");
        }
        await().untilAsserted(() -> assertThat(Proc.read(Path.of("/proc/self/mounts")))
                .doesNotContain(sampan().execRoot().toString()));
        sampan().run("rm", "filler").succeeds();
    }

    @Test
    void aKilledEngineLeavesNoMountBehind() {
        start("orphan", "--ipc", "shareable");
        sampan().killEngine();
        assertThat(sampan().run("run", "--rm", "--ipc", "container:orphan", BUSYBOX, "ls", "-d", "/dev/shm")
                        .succeeds()
                        .out())
                .isEqualTo("/dev/shm\n");
        sampan().run("rm", "-f", "orphan").succeeds();
        await().untilAsserted(() -> assertThat(Proc.read(Path.of("/proc/self/mounts")))
                .doesNotContain(sampan().execRoot().toString()));
    }
}
