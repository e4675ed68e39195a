package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code diff}, {@code export} and {@code commit}: what a container has made of its image. */
final class CommitTest extends EngineTest {
    @TempDir
    private Path folder = Path.of("");

    private String container(String line, String... flags) {
        List<String> words = new ArrayList<>(List.of("run", "-d"));
        words.addAll(List.of(flags));
        words.addAll(List.of(BUSYBOX, "sh", "-c", line));
        String id = sampan().run(words.toArray(String[]::new)).succeeds().line();
        sampan().run("wait", id).succeeds();
        return id;
    }

    private String commit(String id, String... flags) {
        List<String> words = new ArrayList<>(List.of("commit"));
        words.addAll(List.of(flags));
        words.add(id);
        return sampan().run(words.toArray(String[]::new)).succeeds().line();
    }

    private Sampan.Result in(String image, String line) {
        return sampan().run("run", "--rm", image, "sh", "-c", line).succeeds();
    }

    private void remove(String id, String... images) {
        sampan().run("rm", "-f", "-v", id).succeeds();
        for (String image : images) {
            sampan().run("rmi", "-f", image).succeeds();
        }
    }

    @Test
    void eachTellsHowItIsUsed() {
        assertThat(sampan().run("diff", "--help").succeeds().out())
                .contains("Usage:  sampan diff CONTAINER", "sampan container diff, sampan diff");
        assertThat(sampan().run("export", "--help").succeeds().out()).contains("-o, --output string");
        assertThat(sampan().run("commit", "--help").succeeds().out())
                .contains("CONTAINER [REPOSITORY[:TAG]]", "--pause", "(default true)");
        assertThat(sampan().run("diff").err()).contains("'sampan diff' requires 1 argument");
    }

    @Test
    void diffTellsWhatWasAddedChangedAndDeleted() {
        String id = container(
                "mkdir /new; echo x > /new/f; echo y >> /etc/passwd; rm /etc/group; rm -rf /srv;"
                        + " rm -rf /mnt; mkdir /mnt; echo z > /mnt/n; chmod 700 /opt; touch /home; ln -s a /tmp/l;"
                        + " mv /usr/bin/env /usr/bin/env2; touch /bin; echo in > /vol/f",
                "-v",
                "/vol");
        assertThat(sampan().run("diff", id).succeeds().out().lines())
                .containsExactly(
                        "C /etc",
                        "D /etc/group",
                        "C /etc/passwd",
                        "C /mnt",
                        "A /mnt/n",
                        "A /new",
                        "A /new/f",
                        "C /opt",
                        "D /srv",
                        "C /tmp",
                        "A /tmp/l",
                        "C /usr",
                        "C /usr/bin",
                        "D /usr/bin/env",
                        "A /usr/bin/env2",
                        "A /vol");
        remove(id);
        String untouched = container("true");
        assertThat(sampan().run("diff", untouched).succeeds().out()).isEmpty();
        remove(untouched);
    }

    @Test
    void exportIsARootFilesystemWithoutItsVolumes() throws Exception {
        String id = container("echo x > /f; rm -rf /srv; echo secret > /vol/in", "-v", "/vol");
        Path archive = folder.resolve("all.tar");
        Files.writeString(archive, "old");
        sampan().run("export", "-o", archive.toString(), id).succeeds();
        Process tar = new ProcessBuilder("tar", "-tf", archive.toString()).start();
        List<String> names =
                new String(tar.getInputStream().readAllBytes(), UTF_8).lines().toList();
        assertThat(names)
                .contains("f", "etc/passwd", "bin/busybox", "vol/", "proc/")
                .doesNotContain("srv/", "vol/in");
        Process imported = sampan().command("import", archive.toString(), "localhost/again")
                .start();
        assertThat(imported.waitFor()).isZero();
        assertThat(in("localhost/again", "cat /f").out()).isEqualTo("x\n");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(archive);
        }
        remove(id, "localhost/again");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "export nope | Error response from daemon: No such container: nope",
                "export -o /nodir/x ID | failed to export container: invalid output path: stat /nodir: no such file or directory",
                "export -o /tmp ID | failed to export container: cannot write to a directory",
                "diff nope | Error response from daemon: No such container: nope",
                "commit nope | Error response from daemon: No such container: nope",
                "commit ID Upper | invalid reference format: repository name (library/Upper) must be lowercase",
                "commit -c FROM_x ID | Error response from daemon: from is not a valid change command"
            })
    void saysWhatIsWrongInDockersWords(String words, String sentence) {
        String id = container("true");
        String[] all = words.replace("ID", id).split(" ");
        for (int i = 0; i < all.length; i++) {
            all[i] = all[i].replace('_', ' ');
        }
        Sampan.Result result = sampan().run(all);
        assertThat(result.err()).isEqualTo(sentence + "\n");
        assertThat(result.code()).isEqualTo(1);
        remove(id);
    }

    @Test
    void theCommittedImageHasEverythingTheContainerHad() {
        String id = container(
                "cd /tmp; echo x > f; ln f hard; ln -s f soft; mkfifo pipe; truncate -s 100M hole;"
                        + " cp /bin/busybox suid; chmod 4755 suid; chown 12:34 f; rm /etc/group; rm -rf /srv; mkdir -p a/b;"
                        + " rm -rf /usr; mkdir /usr; echo only > /usr/only; echo kept > /vol/kept; mknod dev c 1 3",
                "-v",
                "/vol");
        String image = commit(id, "-m", "said", "-a", "me", "-c", "CMD [\"cat\", \"/tmp/soft\"]", "-c", "ENV A b c");
        assertThat(image).matches("sha256:[0-9a-f]{64}");
        assertThat(sampan().run("run", "--rm", image).line()).isEqualTo("x");
        assertThat(in(
                                image,
                                "cd /tmp; stat -c '%a %u %g %h %F' f hard suid pipe dev; stat -c '%s' hole; ls /usr /vol;"
                                        + " ls /srv /etc/group 2>&1 | wc -l; echo $A")
                        .line())
                .isEqualTo(String.join(
                        "\n",
                        "644 12 34 2 regular file",
                        "644 12 34 2 regular file",
                        "4755 0 0 1 regular file",
                        "644 0 0 1 fifo",
                        "644 0 0 1 character special file",
                        "104857600",
                        "/usr:",
                        "only",
                        "",
                        "/vol:",
                        "2",
                        "b c"));
        assertThat(sampan().run("history", image).out()).contains("said");
        String second = commit(id);
        assertThat(in(second, "cat /tmp/f").line()).isEqualTo("x");
        remove(id, image, second);
    }

    @Test
    void aRunningContainerIsPausedMeanwhileAndGoesOn() {
        String id = sampan().run("run", "-d", BUSYBOX, "sh", "-c", "echo x > /f; echo written; sleep 600")
                .succeeds()
                .line();
        await().until(() -> sampan().run("logs", id).out().equals("written\n"));
        String image = commit(id, "-p");
        String other = commit(id, "--pause=false");
        assertThat(sampan().run("inspect", "-f", "{{.State.Status}}", id).line())
                .isEqualTo("running");
        assertThat(in(image, "cat /f").out() + in(other, "cat /f").out()).isEqualTo("x\nx\n");
        remove(id, image, other);
    }

    @Test
    void anImageOfAnImageOfAnImage() throws IOException {
        String image = BUSYBOX;
        for (int i = 0; i < 5; i++) {
            String id = sampan().run(
                            "run", "-d", image, "sh", "-c", "echo " + i + " >> /count; rm -f /f*; echo > /f" + i)
                    .succeeds()
                    .line();
            sampan().run("wait", id).succeeds();
            sampan().run("commit", id, "localhost/chain:" + i).succeeds();
            sampan().run("rm", id).succeeds();
            image = "localhost/chain:" + i;
        }
        assertThat(in(image, "cat /count | tr '\\n' ' '; ls /f*").out()).isEqualTo("0 1 2 3 4 /f4\n");
        for (int i = 4; i >= 0; i--) {
            sampan().run("rmi", "localhost/chain:" + i).succeeds();
        }
    }
}
