package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code manifest create}, {@code annotate}, {@code push} and {@code rm}; skopeo and Docker's client read what came of it. */
final class ManifestListTest extends EngineTest {
    @TempDir
    static Path home;

    private final DockerRegistry registry = DockerRegistry.bare();

    @AfterAll
    void endRegistry() {
        registry.close();
    }

    private Sampan.Result run(String... words) {
        ProcessBuilder command = sampan().command(words);
        command.environment().put("DOCKER_CONFIG", home.toString());
        return Sampan.finish(new byte[0], command);
    }

    private String pushed(String repository, String text) {
        String name = registry.name(repository) + ":1";
        byte[] layer = HostileTar.empty().file("said", text).bytes();
        sampan().runWith(ArchivedImages.docker(name, layer).bytes(), "load").succeeds();
        run("push", "-q", name).succeeds();
        run("rmi", name).succeeds();
        return name;
    }

    private void annotate(String list, String image) {
        run(
                        "manifest",
                        "annotate",
                        "--arch",
                        "arm64",
                        "--variant",
                        "v8",
                        "--os-version",
                        "1",
                        "--os-features",
                        "x",
                        list,
                        image)
                .succeeds();
    }

    @Test
    void aListOfImagesForSeveralPlatformsIsMadeAndPushed() throws IOException {
        String one = pushed("lists/one", "one");
        String other = pushed("lists/other", "other");
        String list = registry.name("lists/all") + ":2";
        assertThat(run("manifest", "create", list, one, other).succeeds().out())
                .isEqualTo("Created manifest list " + list + "\n");
        assertThat(run("manifest", "create", list, one).err())
                .contains("refusing to amend an existing manifest list with no --amend flag");
        run("manifest", "create", "--amend", list, other).succeeds();
        annotate(list, other);
        assertThat(run("manifest", "annotate", list, one + "x").err()).contains("does not exist in");
        assertThat(run("manifest", "push", list).succeeds().out())
                .matches("(Pushed ref " + Pattern.quote(registry.name("lists/all"))
                        + "@(sha256:[0-9a-f]{64}) with digest: \\2\n){2}sha256:[0-9a-f]{64}\n");
        JsonNode index = raw(list);
        assertThat(index.path("manifests")).hasSize(2);
        assertThat(index.path("manifests").get(1).path("platform").toString())
                .isEqualTo(
                        "{\"architecture\":\"arm64\",\"os\":\"linux\",\"os.version\":\"1\",\"os.features\":[\"x\"],\"variant\":\"v8\"}");
        registry.skopeo(
                "copy",
                "--all",
                "--insecure-policy",
                "--src-tls-verify=false",
                "docker://" + list,
                "dir:" + home + "/all");
        assertThat(run("pull", "--platform", "linux/arm64/v8", list).err()).doesNotContain("no matching manifest");
        run("pull", "-q", list).succeeds();
        assertThat(run("image", "cat", list, "/said").out()).isEqualTo("one");
        run("rmi", list).succeeds();
        run("manifest", "push", "--purge", list).succeeds();
        assertThat(run("manifest", "push", list).err()).contains("No such manifest: " + list);
    }

    /** Docker's client does these commands itself, without its engine. */
    private static String docker(String... words) throws IOException {
        List<String> line = new ArrayList<>(List.of("docker", "--config", home + "/docker", "manifest"));
        line.addAll(List.of(words));
        return DockerRegistry.run(line.toArray(String[]::new));
    }

    @Test
    void dockersClientMakesTheSameListAndReadsOurs() throws IOException {
        String one = pushed("both/one", "first");
        String other = pushed("both/other", "second");
        String ours = registry.name("both/ours") + ":1";
        String dockers = registry.name("both/dockers") + ":1";
        run("manifest", "create", ours, one, other).succeeds();
        annotate(ours, other);
        run("manifest", "push", ours).succeeds();
        docker("create", "--insecure", dockers, one, other);
        docker("annotate", "--arch=arm64", "--variant=v8", "--os-version=1", "--os-features=x", dockers, other);
        docker("push", "--insecure", dockers);
        JsonNode made = raw(ours);
        assertThat(raw(dockers)).isEqualTo(made);
        assertThat(new JsonMapper().readTree(docker("inspect", "--insecure", ours)))
                .isEqualTo(made);
    }

    @Test
    void whatIsInspectedIsShownAsDockersClientShowsIt() throws IOException {
        String one = pushed("shown/one", "first");
        String other = pushed("shown/other", "second");
        String list = registry.name("shown/all") + ":1";
        run("manifest", "create", list, one, other).succeeds();
        docker("create", "--insecure", list, one, other);
        for (String arch : List.of("nosuch", "loong64")) {
            assertThat(run("manifest", "annotate", "--os=linux", "--arch=" + arch, list, other)
                            .err())
                    .isEqualTo("manifest entry for image has unsupported os/arch combination: linux/" + arch + "\n");
        }
        assertThat(run("manifest", "annotate", "--arch=arm", registry.name("shown/none"), other)
                        .err())
                .isEqualTo("manifest for image " + other + " does not exist in " + registry.name("shown/none")
                        + ":latest\n");
        run("manifest", "annotate", "--arch=arm64", "--variant=v8", list, other).succeeds();
        docker("annotate", "--arch=arm64", "--variant=v8", list, other);
        isShownTheSame(one);
        isShownTheSame(list); // which no registry has
        run("manifest", "push", "--purge", list).succeeds();
        docker("rm", list);
        isShownTheSame(list);
    }

    private void isShownTheSame(String name) throws IOException {
        assertThat(run("manifest", "inspect", name).succeeds().out()).isEqualTo(docker("inspect", "--insecure", name));
        assertThat(run("manifest", "inspect", "-v", name).succeeds().out())
                .isEqualTo(docker("inspect", "--insecure", "-v", name));
    }

    private JsonNode raw(String name) throws IOException {
        return new JsonMapper().readTree(registry.skopeo("inspect", "--raw", "--tls-verify=false", "docker://" + name));
    }

    @Test
    void whatIsNotThereIsToldAndWhatIsForgottenIsGone() {
        String one = pushed("lists/alone", "alone");
        String list = registry.name("lists/gone") + ":1";
        assertThat(run("manifest", "create", list, registry.name("nosuch") + ":1")
                        .err())
                .contains("no such manifest: " + registry.name("nosuch") + ":1");
        assertThat(run("manifest", "rm", list).err()).contains("No such manifest: " + list);
        run("manifest", "create", list, one).succeeds();
        run("manifest", "rm", list).succeeds();
        assertThat(run("manifest", "annotate", list, one).err())
                .contains("manifest for image " + one + " does not exist in " + list);
        assertThat(run("manifest", "create", list).err()).contains("requires at least 2 arguments");
        assertThat(run("manifest", "create", "--help").succeeds().out()).contains("-a, --amend", "--insecure");
        assertThat(run("manifest", "annotate", "--help").succeeds().out())
                .contains("--arch", "--os", "--os-features", "--os-version", "--variant");
        assertThat(run("manifest", "push", "--help").succeeds().out()).contains("-p, --purge");
        assertThat(run("manifest", "rm", "--help").succeeds().out()).contains("MANIFEST_LIST");
    }
}
