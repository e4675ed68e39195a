package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code image copy} between registries, archives, folders and engines; skopeo reads what it wrote. */
final class ImageCopyTest extends EngineTest {
    private static final byte[] LAYER =
            HostileTar.withShell().file("said", "copied").bytes();

    @TempDir
    static Path work;

    private final DockerRegistry registry = DockerRegistry.bare();

    @BeforeAll
    void fill() {
        sampan().runWith(ArchivedImages.docker("first:1", LAYER).bytes(), "load")
                .succeeds();
    }

    @AfterAll
    void endRegistry() {
        registry.close();
    }

    private Sampan.Result copy(String from, String to) {
        return sampan().run("image", "copy", from, to);
    }

    private String id(String name) {
        return sampan().run("inspect", "-f", "{{.Id}}", name).succeeds().line();
    }

    @Test
    void anImageGoesRoundAllPlacesAndComesBackAsItself() throws IOException {
        String remote = "docker://" + registry.name("round") + ":1";
        String archive = "docker-archive:" + work + "/round.tar";
        String layout = "oci:" + work + "/layout";
        copy("first:1", remote).succeeds();
        copy(remote, archive).succeeds();
        copy(archive, layout).succeeds();
        copy(layout, "oci-archive:" + work + "/again.tar:named:2").succeeds();
        assertThat(copy("oci-archive:" + work + "/again.tar:named:2", "back:1")
                        .succeeds()
                        .line())
                .isEqualTo("back:1");
        assertThat(id("back:1")).isEqualTo(id("first:1"));
        assertThat(sampan().run("images", "--format", "{{.Repository}}").out()).doesNotContain("sampan-copy", "round");
        assertThat(registry.skopeo("inspect", "--tls-verify=false", remote)).contains("Digest");
        assertThat(registry.skopeo("inspect", layout)).contains("Layers");
        assertThat(registry.skopeo("inspect", "docker-archive:" + work + "/round.tar"))
                .contains("Layers");
        assertThat(registry.skopeo("inspect", "oci-archive:" + work + "/again.tar"))
                .contains("Layers");
        sampan().run("rmi", "back:1").succeeds();
    }

    @Test
    void whatSkopeoWroteIsRead() throws IOException {
        Path own = work.resolve("own.tar");
        Files.write(own, ArchivedImages.docker("first:1", LAYER).bytes());
        registry.skopeo("copy", "--insecure-policy", "docker-archive:" + own, "oci:" + work + "/theirs:x");
        copy("oci:" + work + "/theirs", "theirs:1").succeeds();
        assertThat(sampan().run("run", "--rm", "theirs:1", "cat", "/said").out())
                .isEqualTo("copied");
        sampan().run("rmi", "theirs:1").succeeds();
    }

    @Test
    void ofSeveralThatSkopeoWroteOneIsChosenByItsWord() throws IOException {
        for (String word : List.of("one", "other")) {
            Path own = work.resolve(word + ".tar");
            byte[] layer = HostileTar.withShell().file("said", word).bytes();
            Files.write(own, ArchivedImages.docker(word + ":1", layer).bytes());
            registry.skopeo("copy", "--insecure-policy", "docker-archive:" + own, "oci:" + work + "/words:" + word);
        }
        String several = "oci:" + work + "/words";
        assertThat(copy(several, "chosen:1").err()).contains("name the one that is wanted");
        assertThat(copy(several + ":third", "chosen:1").err()).contains("the archive has no image third");
        for (String word : List.of("one", "other")) {
            copy(several + ":" + word, "chosen:1").succeeds();
            assertThat(sampan().run("image", "cat", "chosen:1", "/said").out()).isEqualTo(word);
            String archive = "oci-archive:" + work + "/chosen-" + word + ".tar";
            copy(several + ":" + word, archive).succeeds();
            copy(archive, "chosen:2").succeeds();
            assertThat(id("chosen:2")).isEqualTo(id("chosen:1"));
            sampan().run("rmi", "chosen:1", "chosen:2").succeeds();
        }
    }

    @Test
    void anArchiveOfSeveralImagesIsAskedForOne() {
        sampan().run("tag", BUSYBOX, "second:1").succeeds();
        sampan().run("save", "-o", work + "/two.tar", "first:1", "second:1").succeeds();
        assertThat(copy("docker-archive:" + work + "/two.tar", "one:1").err()).contains("the archive has 2 images");
        copy("docker-archive:" + work + "/two.tar:second:1", "one:1").succeeds();
        assertThat(id("one:1")).isEqualTo(id(BUSYBOX));
        assertThat(copy("docker-archive:" + work + "/two.tar:third:1", "one:1").err())
                .contains("the archive has no image third:1");
        sampan().run("rmi", "one:1", "second:1").succeeds();
    }

    @Test
    void whatCannotBeDoneIsToldAndLeavesNothing() {
        assertThat(copy("containers-storage:x", "y").err())
                .contains("the transport \"containers-storage\" is not supported");
        assertThat(copy("dir:/x", "y").err()).contains("is not supported");
        assertThat(copy("docker:x", "y").err()).contains("docker: is followed by //");
        assertThat(copy("oci:", "y").err()).contains("it names no file");
        assertThat(copy("nosuch", "y").err()).contains("No such image: nosuch:latest");
        assertThat(copy("docker-archive:/nosuch/file", "y").err()).contains("no such file");
        assertThat(copy("oci:" + work + "/nosuch", "y").code()).isNotZero();
        assertThat(copy("docker://" + registry.name("nosuch"), "y").code()).isNotZero();
        assertThat(copy("first:1", "docker-archive:/nosuch/folder/x.tar").code())
                .isNotZero();
        ProcessBuilder elsewhere = sampan().command("image", "copy", "first:1", "docker-daemon:x:1");
        elsewhere.environment().put("DOCKER_HOST", "tcp://127.0.0.1:1");
        assertThat(Sampan.finish(new byte[0], elsewhere).err()).isNotEmpty();
        assertThat(sampan().run("images", "--format", "{{.Repository}}").out()).doesNotContain("sampan-copy");
        assertThat(sampan().run("image", "copy", "--help").succeeds().out())
                .contains("docker-archive:FILE", "oci:FOLDER", "docker-daemon:NAME", "--platform");
        assertThat(sampan().run("image", "copy", "x").err()).contains("requires 2 arguments");
    }
}
