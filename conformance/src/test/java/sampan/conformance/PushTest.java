package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code push} to Debian's docker-registry, looked at by skopeo and pulled again. */
final class PushTest extends EngineTest {
    private final DockerRegistry registry = DockerRegistry.bare();

    @TempDir
    Path folder;

    @AfterAll
    void endRegistry() {
        registry.close();
    }

    private String digest(String name) throws IOException {
        return registry.skopeo("inspect", "--tls-verify=false", "--format", "{{.Digest}}", "docker://" + name)
                .strip();
    }

    private String id(String name) {
        return sampan().run("inspect", "-f", "{{.Id}}", name).succeeds().line();
    }

    private String imported(String name, String said) {
        return sampan().runWith(HostileTar.withShell().file("said", said).bytes(), "import", "-", name)
                .succeeds()
                .line();
    }

    @Test
    void helpShowsEveryFlag() {
        assertThat(sampan().run("push", "--help").succeeds().out())
                .contains("NAME[:TAG]", "--all-tags", "--quiet", "sampan image push, sampan push");
    }

    @Test
    void whatIsPushedComesBackAsTheSameImage() throws IOException {
        String name = registry.name("push/one:1");
        String id = imported(name, "pushed");
        Sampan.Result push = sampan().run("push", name).succeeds();
        assertThat(push.out())
                .startsWith("The push refers to repository [" + registry.name("push/one") + "]\n")
                .containsPattern("\n[0-9a-f]{12}: Preparing\n[0-9a-f]{12}: Pushed\n")
                .containsPattern("\n1: digest: " + digest(name) + " size: \\d+\n$");
        sampan().run("rmi", name).succeeds();
        sampan().run("pull", "-q", name).succeeds();
        assertThat(id(name)).isEqualTo(id);
        assertThat(sampan().run("run", "--rm", name, "/bin/sh", "-c", "cat /said")
                        .out())
                .isEqualTo("pushed");
        sampan().run("rmi", name).succeeds();
    }

    @Test
    void whatIsThereIsNotSentAgainAndAnotherRepositoryTakesItOver() throws IOException {
        String first = registry.name("push/first:1");
        String second = registry.name("push/second:1");
        imported(first, "once");
        sampan().run("push", "-q", first).succeeds();
        assertThat(sampan().run("push", first).succeeds().out())
                .contains(": Layer already exists\n")
                .doesNotContain("Pushed");
        sampan().run("tag", first, second).succeeds();
        assertThat(sampan().run("push", second).succeeds().out())
                .contains(": Mounted from push/first\n")
                .doesNotContain("Pushed");
        assertThat(digest(second)).isEqualTo(digest(first));
        sampan().run("rmi", first, second).succeeds();
    }

    @Test
    void anImageThatCameByPullGoesOnWithItsDigest() throws IOException {
        String from = registry.name("push/skopeo:1");
        String to = registry.name("push/onward:1");
        Path layout = folder.resolve("layout.tar");
        String local = "onward:1";
        imported(local, "through skopeo");
        sampan().run("save", "-o", layout.toString(), local).succeeds();
        registry.skopeo(
                "copy", "--dest-tls-verify=false", "--format=oci", "docker-archive:" + layout, "docker://" + from);
        sampan().run("rmi", local).succeeds();
        sampan().run("pull", "-q", from).succeeds();
        sampan().run("tag", from, to).succeeds();
        sampan().run("push", "-q", to).succeeds();
        assertThat(digest(to)).isEqualTo(digest(from));
        sampan().run("rmi", from, to).succeeds();
    }

    @Test
    void allTagsGoAtOnce() throws IOException {
        String name = registry.name("push/all");
        imported(name + ":1", "all");
        sampan().run("tag", name + ":1", name + ":2").succeeds();
        assertThat(sampan().run("push", "--all-tags", name).succeeds().out())
                .contains("\n1: digest: ", "\n2: digest: ");
        assertThat(digest(name + ":2")).isEqualTo(digest(name + ":1"));
        assertThat(sampan().run("push", "-a", name + ":1").err()).isEqualTo("tag can't be used with --all-tags/-a\n");
        sampan().run("rmi", name + ":1", name + ":2").succeeds();
    }

    @Test
    void whatIsNotHereCannotBePushed() {
        Sampan.Result push = sampan().run("push", registry.name("push/nosuch"));
        assertThat(push.code()).isEqualTo(1);
        assertThat(push.out())
                .isEqualTo("Using default tag: latest\nThe push refers to repository [" + registry.name("push/nosuch")
                        + "]\n");
        assertThat(push.err())
                .isEqualTo("An image does not exist locally with the tag: " + registry.name("push/nosuch") + "\n");
        assertThat(sampan().run("push", BUSYBOX + "@sha256:" + "a".repeat(64)).err())
                .isEqualTo("cannot push a digest reference\n");
    }
}
