package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes with driver options: one mount for all who use them, there as long as somebody does. And what the journal tells of volumes. */
final class VolumeMountTest extends EngineTest {
    @TempDir
    private static Path folder = Path.of("");

    private String mounts() {
        return Proc.read(Path.of("/proc/mounts"))
                .lines()
                .filter(line -> line.contains(sampan().dataRoot() + "/volumes"))
                .reduce("", (all, line) -> all + line + "\n");
    }

    private String tmpfs(String name) {
        return sampan().run(
                        "volume",
                        "create",
                        "--opt",
                        "type=tmpfs",
                        "--opt",
                        "device=tmpfs",
                        "--opt",
                        "o=size=1m,mode=750",
                        name)
                .succeeds()
                .line();
    }

    private String bind(String name, Path source, String words) {
        return sampan().run(
                        "volume",
                        "create",
                        "--opt",
                        "type=none",
                        "--opt",
                        "device=" + source,
                        "--opt",
                        "o=bind" + words,
                        name)
                .succeeds()
                .line();
    }

    @Test
    void containersShareATmpfsVolume() {
        tmpfs("shared");
        String id = sampan().run("run", "-d", "-v", "shared:/x", BUSYBOX, "sh", "-c", "echo one > /x/f; sleep 600")
                .succeeds()
                .line();
        await().until(() -> sampan().run("exec", id, "test", "-s", "/x/f").code() == 0);
        assertThat(sh("cat /y/f; echo two > /y/g; grep -o ' /y tmpfs .*mode=750' /proc/mounts", "-v", "shared:/y"))
                .startsWith("one\n /y tmpfs rw,relatime,size=1024k,mode=750");
        assertThat(sampan().run("exec", id, "cat", "/x/g").line()).isEqualTo("two");
        assertThat(mounts()).contains("/shared/_data tmpfs");
        sampan().run("rm", "-f", id).succeeds();
        await().until(() -> mounts().isEmpty());
        assertThat(sh("ls /y", "-v", "shared:/y"))
                .as("it goes with its last user")
                .isEmpty();
        sampan().run("volume", "rm", "shared").succeeds();
    }

    @Test
    void aKilledEngineTakesNothingFromAVolumeInUseAndLeavesNothingOfOthers() {
        tmpfs("kept");
        tmpfs("left");
        String kept = sampan().run("run", "-d", "-v", "kept:/x", BUSYBOX, "sh", "-c", "echo one > /x/f; sleep 600")
                .succeeds()
                .line();
        await().until(() -> sampan().run("exec", kept, "test", "-s", "/x/f").code() == 0);
        String left = sampan().run("run", "-d", "-v", "left:/x", BUSYBOX, "sleep", "600")
                .succeeds()
                .line();
        int pid = Integer.parseInt(
                sampan().run("inspect", "-f", "{{.State.Pid}}", left).line());
        sampan().killEngine();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        await().until(() -> ProcessHandle.of(pid).isEmpty());
        assertThat(sh("cat /y/f", "-v", "kept:/y")).isEqualTo("one");
        await().until(() -> mounts().contains("/kept/") && !mounts().contains("/left/"));
        sampan().run("rm", "-f", kept, left).succeeds();
        await().until(() -> mounts().isEmpty());
        sampan().run("volume", "rm", "kept", "left").succeeds();
    }

    @Test
    void aVolumeMayBeAFolderOfTheHostAndItsRemovalLeavesThatAlone() throws IOException {
        Path host = Files.createDirectories(folder.resolve("host"));
        Files.writeString(host.resolve("f"), "host");
        bind("folder", host, "");
        bind("locked", host, ",ro");
        assertThat(sh("cat /x/f; touch /x/g", "-v", "folder:/x")).isEqualTo("host");
        assertThat(inContainer("touch /x/h", "-v", "locked:/x").err()).contains("Read-only file system");
        String id = sampan().run("run", "-d", "-v", "folder:/x", BUSYBOX, "sleep", "600")
                .succeeds()
                .line();
        assertThat(sampan().run("volume", "rm", "folder").err())
                .isEqualTo("Error response from daemon: remove folder: volume is in use - [" + id + "]\n");
        sampan().run("rm", "-f", id).succeeds();
        sampan().run("volume", "rm", "folder", "locked").succeeds();
        assertThat(host.resolve("f")).hasContent("host");
        assertThat(host.resolve("g")).exists();
    }

    @Test
    void anEmptyFolderOfTheHostIsFilledFromTheImage() throws IOException {
        Path host = Files.createDirectories(folder.resolve("empty"));
        bind("filled", host, "");
        assertThat(sh("ls /etc/passwd", "-v", "filled:/etc")).isEqualTo("/etc/passwd");
        assertThat(host.resolve("passwd")).exists();
        sampan().run("volume", "rm", "filled").succeeds();
    }

    @Test
    void whatCannotBeMountedIsSaidInDockersWords() {
        bind("nowhere", folder.resolve("nowhere"), "");
        Sampan.Result result = inContainer("true", "-v", "nowhere:/x");
        String place = sampan().dataRoot() + "/volumes/nowhere/_data";
        assertThat(result.code()).isEqualTo(127); // as Docker says of every start for which some file is missing
        assertThat(result.err())
                .contains("Error response from daemon: error while mounting volume '" + place
                        + "': failed to mount local volume: mount " + folder.resolve("nowhere") + ":" + place
                        + ", flags: 0x1000: no such file or directory");
        sampan().run("volume", "rm", "nowhere").succeeds();
    }

    /** No server answers, and the kernel may know no NFS: what matters is what it was asked for. */
    @Test
    void aVolumeOfAnotherMachineIsMountedByTheAddressThatItsNameHas() {
        String place = sampan().dataRoot() + "/volumes/far/_data";
        share("far", "addr=localhost,nfsvers=4,soft,timeo=1,retrans=1");
        assertThat(inContainer("true", "-v", "far:/x").err())
                .contains("Error response from daemon: error while mounting volume '" + place
                        + "': failed to mount local volume: mount :/export:" + place
                        + ", data: addr=127.0.0.1,nfsvers=4,soft,timeo=1,retrans=1: ");
        sampan().run("volume", "rm", "far").succeeds();
        share("far", "addr=no.such.host.invalid");
        Sampan.Result unknown = inContainer("true", "-v", "far:/x");
        assertThat(unknown.code()).isEqualTo(125);
        assertThat(unknown.err())
                .contains(
                        "error while mounting volume '" + place + "': error resolving passed in network volume address:"
                                + " lookup no.such.host.invalid: no such host");
        sampan().run("volume", "rm", "far").succeeds();
    }

    private void share(String name, String options) {
        sampan().run("volume", "create", "-o", "type=nfs", "-o", "device=:/export", "-o", "o=" + options, name)
                .succeeds();
    }

    @Test
    void filesAreCopiedToAndFromAVolumeThatNobodyUsesNow() throws IOException {
        Path host = Files.createDirectories(folder.resolve("copied"));
        bind("copied", host, "");
        String id = sampan().run("create", "-v", "copied:/x", BUSYBOX, "true")
                .succeeds()
                .line();
        Path file = Files.writeString(folder.resolve("file"), "copied");
        sampan().run("cp", file.toString(), id + ":/x/").succeeds();
        assertThat(host.resolve("file")).hasContent("copied");
        sampan().run("cp", id + ":/x/file", folder.resolve("back").toString()).succeeds();
        assertThat(folder.resolve("back")).hasContent("copied");
        await().until(() -> mounts().isEmpty());
        sampan().run("rm", id).succeeds();
        sampan().run("volume", "rm", "copied").succeeds();
    }

    @Test
    void theJournalTellsWhoMountsWhat() {
        sampan().run("volume", "create", "told").succeeds();
        String id = sampan().run("run", "-d", "-v", "told:/t:ro", BUSYBOX, "sleep", "600")
                .succeeds()
                .line();
        sampan().run("rm", "-f", id).succeeds();
        List<String> told = await().until(
                        () -> sampan().run(
                                        "events",
                                        "--since",
                                        "1h",
                                        "--until",
                                        "0s",
                                        "--filter",
                                        "volume=told",
                                        "--format",
                                        "{{.Action}} {{json .Actor.Attributes}}")
                                .out()
                                .lines()
                                .toList(),
                        lines -> lines.size() == 4);
        assertThat(told)
                .containsExactly(
                        "create {\"driver\":\"local\"}",
                        "create {\"driver\":\"local\"}", // as dockerd tells of each who asks for it
                        "mount {\"container\":\"" + id
                                + "\",\"destination\":\"/t\",\"driver\":\"local\",\"propagation\":\"\",\"read/write\":\"false\"}",
                        "unmount {\"container\":\"" + id + "\",\"driver\":\"local\"}");
        sampan().run("volume", "rm", "told").succeeds();
    }

    @Test
    void theJournalTellsOfEachPruningHowMuchRoomItMakes() {
        String image = "--filter=label=nobody";
        sampan().run("container", "prune", "-f", image).succeeds();
        sampan().run("volume", "prune", "-f", image).succeeds();
        sampan().run("image", "prune", "-f", image).succeeds();
        assertThat(sampan().run(
                                "events",
                                "--since",
                                "1h",
                                "--until",
                                "0s",
                                "--filter",
                                "event=prune",
                                "--format",
                                "{{.Type}} {{json .Actor}}")
                        .out())
                .endsWith("""
                        container {"ID":"","Attributes":{"reclaimed":"0"}}
                        volume {"ID":"","Attributes":{"reclaimed":"0"}}
                        image {"ID":"","Attributes":{"reclaimed":"0"}}
                        """);
    }

    @Test
    void anImageThatAContainerMountsIsNotRemoved() {
        String made = sampan().run("create", BUSYBOX, "true").succeeds().line();
        sampan().run("commit", made, "mounted:1").succeeds();
        sampan().run("rm", made).succeeds();
        String id = sampan().run("run", "-d", "--mount", "type=image,src=mounted:1,dst=/i", BUSYBOX, "sleep", "600")
                .succeeds()
                .line();
        Sampan.Result refused = sampan().run("rmi", "mounted:1");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("conflict: unable to").contains(id.substring(0, 12));
        assertThat(sampan().run("image", "prune", "-af").out()).doesNotContain("mounted:1");
        assertThat(sampan().run("exec", id, "ls", "/i/bin/sh").line()).isEqualTo("/i/bin/sh");
        sampan().run("rm", "-f", id).succeeds();
        sampan().run("rmi", "mounted:1").succeeds();
    }

    @Test
    void noLayerLeadsToAnother() {
        assertThat(sh("grep ' / overlay ' /proc/mounts"))
                .contains("redirect_dir=nofollow")
                .doesNotContain("metacopy=on")
                .doesNotContain("index=on");
        assertThat(sh("mv /bin /tool && /tool/ls -d /tool")).isEqualTo("/tool");
    }
}
