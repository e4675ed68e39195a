package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code volume}: what outlives containers. */
final class VolumeTest extends EngineTest {
    @TempDir
    private Path folder = Path.of("");

    private Sampan.Result volume(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "volume";
        System.arraycopy(words, 0, all, 1, words.length);
        return sampan().run(all);
    }

    private String in(String line, String... flags) {
        var words = new ArrayList<>(List.of("run", "--rm"));
        words.addAll(List.of(flags));
        words.addAll(List.of(BUSYBOX, "sh", "-c", line));
        return sampan().run(words.toArray(String[]::new)).succeeds().line();
    }

    /** What a failed test leaves is not the next one's to stumble over. */
    @AfterEach
    void removeWhatIsLeft() {
        List<String> containers =
                sampan().run("ps", "-aq").succeeds().out().lines().toList();
        if (!containers.isEmpty()) {
            var words = new ArrayList<>(List.of("rm", "-f"));
            words.addAll(containers);
            sampan().run(words.toArray(String[]::new));
        }
        volume("prune", "-a", "-f").succeeds();
    }

    @Test
    void eachTellsHowItIsUsed() {
        assertThat(volume().out()).contains("create", "inspect", "ls", "prune", "rm");
        assertThat(volume("create", "--help").succeeds().out())
                .contains(
                        "Usage:  sampan volume create [OPTIONS] [VOLUME]", "-d, --driver", "--label list", "-o, --opt");
        assertThat(volume("ls", "--help").succeeds().out()).contains("-q, --quiet", "volume list");
        assertThat(volume("rm", "--help").succeeds().out()).contains("-f, --force", "volume remove");
        assertThat(volume("prune", "--help").succeeds().out()).contains("-a, --all", "-f, --force");
        assertThat(volume("inspect", "--help").succeeds().out()).contains("-f, --format");
    }

    @Test
    void aVolumeIsMadeListedInspectedAndRemoved() {
        assertThat(volume("create", "--label", "a=b", "vol-one").line()).isEqualTo("vol-one");
        assertThat(volume("create", "--label", "c=d", "vol-one").line()).isEqualTo("vol-one");
        String anonymous = volume("create").line();
        assertThat(anonymous).matches("[0-9a-f]{64}");
        assertThat(volume("ls", "--filter", "name=vol-").out()).isEqualTo("DRIVER    VOLUME NAME\nlocal     vol-one\n");
        assertThat(volume("ls", "-q").out()).contains(anonymous + "\n", "vol-one\n");
        assertThat(volume("ls", "-q", "-f", "label=a").line()).isEqualTo("vol-one");
        assertThat(volume("ls", "-q", "-f", "label=a=c").line()).isEmpty();
        assertThat(volume("ls", "-q", "-f", "driver=other").line()).isEmpty();
        assertThat(volume("ls", "--format", "{{.Name}}:{{.Labels}}", "-f", "name=vol-")
                        .line())
                .isEqualTo("vol-one:a=b");
        assertThat(volume("inspect", "vol-one").out())
                .contains("\"Name\": \"vol-one\"", "\"Driver\": \"local\"", "\"a\": \"b\"", "\"Options\": null");
        assertThat(volume("rm", "vol-one", anonymous).out()).isEqualTo("vol-one\n" + anonymous + "\n");
        assertThat(volume("ls", "-q").out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inspect nope | get nope: no such volume",
                "rm nope | get nope: no such volume",
                "rm ../images | get ../images: no such volume",
                "create x | create x: volume name is too short, names should be at least two alphanumeric characters",
                "create -d other vv | create vv: error looking up volume plugin other: plugin \"other\" not found",
                "create -o foo=bar vv | create vv: invalid option: \"foo\"",
                "create -o type=nfs vv | create vv: missing required option: \"device\"",
                "ls -f foo=bar | Invalid filter 'foo'",
                "prune -f --filter foo=bar | Invalid filter 'foo'"
            })
    void saysWhatIsWrongInDockersWords(String words, String sentence) {
        Sampan.Result result = volume(words.split(" "));
        assertThat(result.err()).isEqualTo("Error response from daemon: " + sentence + "\n");
        assertThat(result.code()).isEqualTo(1);
        assertThat(volume("ls", "-q").out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"bad/name", "..", "-x", "new\\nline", "emoji🐳", "a b"})
    void namesThatAreNoFileNamesAreRefused(String name) {
        Sampan.Result result = volume("create", "--", name.replace("\\n", "\n"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("includes invalid characters for a local volume name");
        assertThat(volume("ls", "-q").out()).isEmpty();
    }

    @Test
    void aVolumeInUseStays() {
        String id = sampan().run("create", "-v", "used:/data", BUSYBOX, "true")
                .succeeds()
                .line();
        assertThat(volume("rm", "used").err())
                .isEqualTo("Error response from daemon: remove used: volume is in use - [" + id + "]\n");
        assertThat(volume("prune", "-a", "-f").line()).isEqualTo("Total reclaimed space: 0B");
        assertThat(volume("ls", "-q", "-f", "dangling=true").out()).isEmpty();
        assertThat(volume("ls", "-q", "-f", "dangling=false").line()).isEqualTo("used");
        sampan().run("rm", "-v", id).succeeds();
        assertThat(volume("ls", "-q", "-f", "dangling=true").line())
                .as("rm -v is about anonymous ones")
                .isEqualTo("used");
        volume("rm", "used").succeeds();
    }

    @Test
    void anonymousVolumesGoWithTheirContainer() {
        in("true", "-v", "/a", "--mount", "type=volume,dst=/b");
        await().untilAsserted(() -> assertThat(volume("ls", "-q").out()).isEmpty());
        String id =
                sampan().run("create", "-v", "/a", BUSYBOX, "true").succeeds().line();
        sampan().run("rm", id).succeeds();
        await().until(() ->
                volume("ls", "-q", "-f", "dangling=true").out().lines().count() == 1);
        String left = volume("ls", "-q").line();
        assertThat(left).matches("[0-9a-f]{64}");
        assertThat(sampan().runWith("n\n".getBytes(StandardCharsets.UTF_8), "volume", "prune")
                        .out())
                .startsWith("WARNING! This will remove anonymous local volumes not used by at least one container.\n"
                        + "Are you sure you want to continue? [y/N] ");
        assertThat(volume("ls", "-q").line()).isEqualTo(left);
        assertThat(volume("prune", "-f").out())
                .isEqualTo("Deleted Volumes:\n" + left + "\n\nTotal reclaimed space: 0B\n");
    }

    @Test
    void pruneTakesNamedOnesOnlyWhenToldAndCountsBytes() {
        in("dd if=/dev/zero of=/d/f bs=1000 count=5 2>/dev/null", "-v", "named:/d");
        volume("create", "--label", "keep=me", "kept").succeeds();
        assertThat(volume("prune", "-f").line()).isEqualTo("Total reclaimed space: 0B");
        assertThat(volume("prune", "-a", "-f", "--filter", "label!=keep").out())
                .isEqualTo("Deleted Volumes:\nnamed\n\nTotal reclaimed space: 5kB\n");
        assertThat(volume("ls", "-q").line()).isEqualTo("kept");
        volume("rm", "kept").succeeds();
    }

    @Test
    void driverOptionsMakeMountsOfTheirOwn() throws IOException {
        Files.writeString(folder.resolve("f"), "of the host");
        volume("create", "-o", "type=none", "-o", "o=bind", "-o", "device=" + folder, "bound")
                .succeeds();
        volume("create", "-o", "type=tmpfs", "-o", "device=tmpfs", "-o", "o=size=1m", "small")
                .succeeds();
        assertThat(in(
                        "cat /b/f; echo new > /b/g; df -k /s | tail -1 | tr -s ' ' | cut -d' ' -f2",
                        "-v",
                        "bound:/b",
                        "-v",
                        "small:/s"))
                .isEqualTo("of the host1024");
        assertThat(folder.resolve("g")).hasContent("new\n");
        assertThat(volume("inspect", "-f", "{{.Options.device}}", "bound").line())
                .isEqualTo(folder.toString());
        volume("rm", "bound", "small").succeeds();
        assertThat(folder.resolve("f")).exists();
    }

    @Test
    void dataOutlivesContainersAndAnEngineThatIsKilled() {
        in("echo kept > /d/f", "-v", "durable:/d");
        sampan().killEngine();
        assertThat(in("cat /d/f", "-v", "durable:/d")).isEqualTo("kept");
        volume("rm", "durable").succeeds();
    }
}
