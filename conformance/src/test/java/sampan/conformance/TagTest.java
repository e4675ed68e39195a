package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code tag}, and which image a name then means. */
final class TagTest extends EngineTest {
    @Test
    void helpShowsBothOperands() {
        assertThat(sampan().run("tag", "--help").succeeds().out())
                .contains("SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]", "sampan image tag, sampan tag");
        assertThat(sampan().run("tag", BUSYBOX).code()).isEqualTo(1);
        assertThat(sampan().run("tag", BUSYBOX).err()).contains("'sampan tag' requires 2 arguments");
    }

    @Test
    void anImageHasAsManyNamesAsItIsGiven() {
        String id = sampan().run("images", "-q", "--no-trunc", BUSYBOX).line();
        sampan().run("tag", BUSYBOX, "tagged").succeeds();
        sampan().run("image", "tag", id.substring(7, 19), "registry.example:5000/a/b:1.0")
                .succeeds();
        sampan().run("tag", id, "tagged:2").succeeds();
        assertThat(sampan().run("inspect", "-f", "{{json .RepoTags}}", "tagged").line())
                .isEqualTo("[\"tagged:2\",\"tagged:latest\",\"localhost/busybox:latest\","
                        + "\"registry.example:5000/a/b:1.0\"]");
        assertThat(sampan().run("images", "--format", "{{.Repository}}|{{.Tag}}", "tagged")
                        .out())
                .isEqualTo("tagged|2\ntagged|latest\n");
        assertThat(sampan().run("run", "--rm", "tagged:2", "echo", "same")
                        .succeeds()
                        .out())
                .isEqualTo("same\n");
        assertThat(sampan().run("rmi", "tagged", "tagged:2", "registry.example:5000/a/b:1.0")
                        .succeeds()
                        .out())
                .isEqualTo("Untagged: tagged:latest\nUntagged: tagged:2\nUntagged: registry.example:5000/a/b:1.0\n");
    }

    @Test
    void aNameThatIsTakenMovesAndLeavesADanglingImage() {
        byte[] tar = HostileTar.withShell().file("new", "new").bytes();
        String old = sampan().runWith(tar, "import", "-", "moving:1").succeeds().line();
        sampan().run("tag", BUSYBOX, "moving:1").succeeds();
        assertThat(sampan().run("images", "-q", "--no-trunc", "--filter", "dangling=true")
                        .out())
                .isEqualTo(old + "\n");
        assertThat(sampan().run("images", "--format", "{{.Repository}} {{.Tag}}", "--filter", "dangling=true")
                        .line())
                .isEqualTo("<none> <none>");
        sampan().run("tag", old.substring(7, 15), "found:again").succeeds();
        assertThat(sampan().run("images", "-q", "--filter", "dangling=true").out())
                .isEmpty();
        sampan().run("rmi", "moving:1", "found:again").succeeds();
    }

    Stream<Arguments> mistakes() {
        String digest = "@sha256:" + "a".repeat(64);
        return Stream.of(
                Arguments.of("nosuch", "x", "Error response from daemon: No such image: nosuch:latest"),
                Arguments.of(
                        BUSYBOX,
                        "UPPER",
                        "Error parsing reference: \"UPPER\" is not a valid repository/tag: invalid reference format: "
                                + "repository name (library/UPPER) must be lowercase"),
                Arguments.of(
                        BUSYBOX,
                        "a b",
                        "Error parsing reference: \"a b\" is not a valid repository/tag: invalid reference format"),
                Arguments.of(
                        BUSYBOX,
                        "",
                        "Error parsing reference: \"\" is not a valid repository/tag: invalid reference format"),
                Arguments.of(BUSYBOX, "x" + digest, "refusing to create a tag with a digest reference"),
                Arguments.of(BUSYBOX, "x:1" + digest, "refusing to create a tag with a digest reference"),
                Arguments.of(
                        BUSYBOX,
                        "x:" + "t".repeat(129),
                        "Error parsing reference: \"x:" + "t".repeat(129)
                                + "\" is not a valid repository/tag: invalid reference format"),
                Arguments.of(
                        BUSYBOX,
                        "b".repeat(64),
                        "Error parsing reference: \"" + "b".repeat(64)
                                + "\" is not a valid repository/tag: invalid repository name (" + "b".repeat(64)
                                + "), cannot specify 64-byte hexadecimal strings"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void whatIsNoNameIsToldInDockersWords(String source, String target, String sentence) {
        Sampan.Result result = sampan().run("tag", source, target);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEqualTo(sentence + "\n");
        assertThat(sampan().run("images", "-q").out().lines()).hasSize(1);
    }

    @Test
    void hugeNamesAndEmojiEndAtOnceWithOneSentence() {
        for (String name : new String[] {"🚢", "x\ny", "a/".repeat(40_000) + "a", "A".repeat(100_000), "-", "../x"}) {
            Sampan.Result result = sampan().run("tag", BUSYBOX, name);
            assertThat(result.code()).isIn(1, 125);
            assertThat(result.err()).doesNotContain("Exception", "\tat ");
        }
        assertThat(sampan().run("images", "-q").out().lines()).hasSize(1);
    }
}
