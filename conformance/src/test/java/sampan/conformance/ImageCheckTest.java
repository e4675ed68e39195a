package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code image check}: damage of every kind is found, and what a registry has is brought back. */
final class ImageCheckTest extends EngineTest {
    private static final byte[] LOWER =
            HostileTar.withShell().file("said", "lower").bytes();
    private static final byte[] UPPER = HostileTar.empty()
            .file("etc/words", "a b c d e f g")
            .file("etc/empty", "")
            .link("etc/link", "words")
            .bytes();
    private static final byte[] CONFIG = ArchivedImages.config(LOWER, UPPER).getBytes(UTF_8);

    private final DockerRegistry registry = DockerRegistry.bare();

    @BeforeAll
    void fill(@TempDir Path archives) throws IOException {
        Path archive = archives.resolve("two.tar");
        registry.fill(name(), archive, ArchivedImages.docker("two:1", LOWER, UPPER));
    }

    @AfterAll
    void endRegistry() {
        registry.close();
    }

    @BeforeEach
    void pull() {
        sampan().run("pull", "-q", name()).succeeds();
    }

    @AfterEach
    void remove() {
        sampan().run("image", "check", "--repair");
        sampan().run("rmi", "-f", name());
    }

    private String name() {
        return registry.name("check/two:1");
    }

    private Path upper(String file) {
        return layer(UPPER).resolve("fs").resolve(file);
    }

    private Path layer(byte[] tar) {
        return sampan().dataRoot().resolve("layers").resolve(ArchivedImages.sha256(tar));
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[at] ^= 1;
        var modified = Files.getLastModifiedTime(file);
        Files.write(file, content, StandardOpenOption.TRUNCATE_EXISTING);
        Files.setLastModifiedTime(file, modified);
    }

    private void isFoundAndRepaired(String problem) {
        Sampan.Result found = sampan().run("image", "check");
        assertThat(found.code()).as(found.out()).isEqualTo(1);
        assertThat(found.out()).contains(problem, name());
        assertThat(found.err())
                .isEqualTo("Error: some images are damaged; \"sampan image check --repair\" pulls them again\n");
        Sampan.Result refused = sampan().run("run", "--rm", name(), "/bin/sh", "-c", "cat /etc/words");
        assertThat(refused.code()).as(refused.out() + refused.err()).isEqualTo(125);
        assertThat(refused.out()).isEmpty();
        assertThat(sampan().run("image", "check", "--repair").succeeds().out()).contains("repaired " + name());
        isWhole();
    }

    private void isWhole() {
        assertThat(sampan().run("image", "check").succeeds().out()).endsWith("all as they were\n");
        assertThat(sampan().run("run", "--rm", name(), "/bin/sh", "-c", "cat /etc/words /said")
                        .succeeds()
                        .out())
                .isEqualTo("a b c d e f glower");
    }

    @Test
    void helpAndWrongUse() {
        assertThat(sampan().run("image", "check", "--help").succeeds().out())
                .contains("Usage:  sampan image check [OPTIONS] [IMAGE...]", "--repair");
        assertThat(sampan().run("image", "check", "--nothing").code()).isEqualTo(125);
        Sampan.Result none = sampan().run("image", "check", "none:1");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("No such image: none:1");
    }

    @Test
    void wholeImagesAreCountedAndMeasured() {
        assertThat(sampan().run("image", "check").succeeds().out())
                .matches("2 images, 3 layers, [0-9.]+MB: all as they were\n");
        assertThat(sampan().run("image", "check", name()).succeeds().out())
                .matches("1 image, 2 layers, [0-9.]+MB: all as they were\n");
    }

    /** Nothing was kept of those that an earlier version unpacked: they are told, and run as before. */
    @Test
    void aLayerOfAnEarlierVersionRunsOn() throws IOException {
        sampan().killEngine();
        Files.delete(layer(UPPER).resolve("recipe"));
        Files.delete(layer(UPPER).resolve("size"));
        assertThat(sampan().run("run", "--rm", name(), "/bin/sh", "-c", "cat /said")
                        .succeeds()
                        .out())
                .isEqualTo("lower");
        assertThat(sampan().run("image", "check").out()).contains("was unpacked by an older version of Sampan");
        assertThat(sampan().run("image", "check", "--repair").succeeds().out()).contains("repaired " + name());
        isWhole();
    }

    @Test
    void aFlippedBitIsFoundAndRepaired() throws IOException {
        flip(upper("etc/words"), 3);
        isFoundAndRepaired("a file has other bytes than it had");
    }

    @Test
    void aTruncatedFileIsFoundAndRepaired() throws IOException {
        Files.write(upper("etc/words"), "a b".getBytes(UTF_8));
        isFoundAndRepaired("a file of the layer is shorter than it was");
    }

    @ParameterizedTest
    @ValueSource(strings = {"etc/words", "etc/empty", "etc/link"})
    void aMissingFileIsFoundAndRepaired(String file) throws IOException {
        Files.delete(upper(file));
        isFoundAndRepaired("layer sha256:" + ArchivedImages.sha256(UPPER));
    }

    @Test
    void aLinkThatLeadsElsewhereIsFoundAndRepaired() throws IOException {
        Files.delete(upper("etc/link"));
        Files.createSymbolicLink(upper("etc/link"), Path.of("empty"));
        isFoundAndRepaired("\"etc/link\" leads elsewhere than it did");
    }

    @Test
    void anotherModeOrOwnerIsFoundAndRepaired() throws IOException {
        Files.setAttribute(upper("etc/empty"), "unix:mode", 04755);
        isFoundAndRepaired("\"etc/empty\" has another mode than it had");
        Files.setAttribute(upper("etc/empty"), "unix:uid", 7);
        isFoundAndRepaired("\"etc/empty\" has another owner than it had");
    }

    @Test
    void aMissingLayerIsFoundAndRepaired() {
        Sampan.delete(layer(UPPER));
        isFoundAndRepaired("it is missing");
    }

    @Test
    void aDamagedRecipeIsFoundAndRepaired() throws IOException {
        flip(layer(UPPER).resolve("recipe"), 30);
        isFoundAndRepaired("layer sha256:" + ArchivedImages.sha256(UPPER));
    }

    @Test
    void aDamagedConfigurationIsFoundAndRepaired() throws IOException {
        Path blob = sampan().dataRoot().resolve("blobs/sha256").resolve(ArchivedImages.sha256(CONFIG));
        flip(blob, 5);
        assertThat(sampan().run("image", "check").out()).contains("config sha256:" + ArchivedImages.sha256(CONFIG));
        sampan().killEngine();
        assertThat(sampan().run("images").succeeds().out()).contains("check/two", BUSYBOX);
        assertThat(sampan().run("image", "check", "--repair").succeeds().out()).contains("repaired " + name());
        isWhole();
        Files.delete(blob);
        sampan().killEngine();
        assertThat(sampan().run("image", "check", "--repair").succeeds().out()).contains("repaired " + name());
        isWhole();
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.json", "registry.json"})
    void anEngineStartsWithoutItsRecords(String file) throws IOException {
        sampan().run("tag", name(), "after:1").succeeds();
        sampan().killEngine();
        flip(sampan().dataRoot().resolve("images").resolve(file), 20);
        assertThat(sampan().run("images", "--format", "{{.Repository}}")
                        .succeeds()
                        .out())
                .contains("check/two", BUSYBOX);
        sampan().killEngine();
        Files.deleteIfExists(sampan().dataRoot().resolve("images").resolve(file));
        assertThat(sampan().run("images", "--format", "{{.Repository}}")
                        .succeeds()
                        .out())
                .contains("check/two", BUSYBOX);
        isWhole();
        sampan().run("rmi", "after:1");
    }

    @Test
    void namesAreLostWithBothIndexesAndNothingElse() throws IOException {
        sampan().killEngine();
        for (String file : List.of("index.json", "index.previous.json")) {
            Files.write(sampan().dataRoot().resolve("images").resolve(file), new byte[] {'{'});
        }
        assertThat(sampan().run("images", "-aq").succeeds().out().lines()).hasSize(2);
        sampan().run("pull", "-q", name()).succeeds();
        sampan().run("tag", ArchivedImages.sha256(CONFIG).substring(0, 12), "again:1")
                .succeeds();
        List<String> ids = sampan().run("images", "-aq", "--filter", "dangling=true")
                .out()
                .lines()
                .toList();
        for (String id : ids) {
            sampan().run("tag", id, BUSYBOX).succeeds();
        }
        isWhole();
        sampan().run("rmi", "again:1").succeeds();
    }

    @Test
    void afterAKillALayerIsLookedAtBeforeItIsUsed() throws IOException {
        sampan().killEngine();
        flip(upper("etc/words"), 3);
        Sampan.Result refused = sampan().run("run", "--rm", name(), "/bin/sh", "-c", "cat /etc/words");
        assertThat(refused.code()).isEqualTo(125);
        assertThat(refused.err())
                .contains("is damaged: layer sha256:" + ArchivedImages.sha256(UPPER), "a file has other bytes");
        assertThat(sampan().run("run", "--rm", BUSYBOX, "echo", "fine")
                        .succeeds()
                        .line())
                .isEqualTo("fine");
        sampan().run("pull", "-q", name()).succeeds();
        isWhole();
    }

    @Test
    void whatDidNotComeFromARegistryIsWholeAgainWhenItIsLoadedAgain(@TempDir Path folder) throws IOException {
        byte[] tar = HostileTar.withShell().file("said", "imported").bytes();
        sampan().runWith(tar, "import", "-", "imported:1").succeeds();
        Path archive = folder.resolve("saved.tar");
        sampan().run("save", "-o", archive.toString(), "imported:1").succeeds();
        flip(layer(tar).resolve("fs/said"), 0);
        Sampan.Result check = sampan().run("image", "check", "--repair", "imported:1");
        assertThat(check.code()).isEqualTo(1);
        assertThat(check.err())
                .isEqualTo("Error: imported:1 stays damaged: it did not come from a registry: load or import it again,"
                        + " and it is whole\n");
        sampan().run("load", "-q", "-i", archive.toString()).succeeds();
        isWhole();
        assertThat(sampan().run("run", "--rm", "imported:1", "/bin/sh", "-c", "cat /said")
                        .succeeds()
                        .out())
                .isEqualTo("imported");
        sampan().run("rmi", "imported:1").succeeds();
    }

    @Test
    void whatBelongsToNoImageIsToldAndTakenAway() throws IOException {
        Path stranger = sampan().dataRoot().resolve("layers").resolve("ab".repeat(32));
        Files.createDirectories(stranger.resolve("fs"));
        assertThat(sampan().run("image", "check").out())
                .contains("layers/" + "ab".repeat(32) + ": it belongs to no image");
        sampan().run("image", "check", "--repair").succeeds();
        assertThat(stranger).doesNotExist();
        try (Stream<Path> left = Files.list(sampan().dataRoot().resolve("layers"))) {
            assertThat(left.map(Path::getFileName).map(Path::toString))
                    .noneMatch(name -> name.startsWith("ab".repeat(32)));
        }
    }
}
