package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code image prune}, {@code image gc} and {@code system prune}. */
final class PruneTest extends EngineTest {
    private static final String ASKED = "Are you sure you want to continue? [y/N] ";

    private String made(String content, String name, String... changes) {
        byte[] tar = HostileTar.withShell().file("file", content).bytes();
        java.util.List<String> command = new java.util.ArrayList<>(java.util.List.of("import"));
        command.addAll(java.util.List.of(changes));
        command.add("-");
        if (!name.isEmpty()) {
            command.add(name);
        }
        return sampan().runWith(tar, command.toArray(String[]::new)).succeeds().line();
    }

    @AfterEach
    void clean() {
        sampan().run("system", "prune", "-f").succeeds();
    }

    @Test
    void asksFirstAndTakesOnlyAYesForAYes() {
        String id = made("dangling", "");
        for (String answer : new String[] {"", "n\n", "\n", "no\n", "maybe\n", "x\ny\n"}) {
            Sampan.Result result = sampan().runWith(answer.getBytes(UTF_8), "image", "prune");
            assertThat(result.out()).isEqualTo("WARNING! This will remove all dangling images.\n" + ASKED);
            assertThat(sampan().run("images", "-q", "--no-trunc").out()).contains(id);
        }
        assertThat(sampan().runWith("y\n".getBytes(UTF_8), "image", "prune")
                        .succeeds()
                        .out())
                .contains("Deleted Images:\ndeleted: " + id + "\ndeleted: sha256:")
                .containsPattern("\n\nTotal reclaimed space: [0-9.]+[kM]?B\n$");
        assertThat(sampan().run("images", "-q", "--no-trunc").out()).doesNotContain(id);
        assertThat(sampan().run("image", "prune", "-f").out()).isEqualTo("Total reclaimed space: 0B\n");
    }

    @Test
    void whatOutlivedItsNameGoesWhenItIsAskedFor() {
        String old = made("old", "replaced:1");
        String never = made("never named", "");
        made("new", "replaced:1");
        assertThat(sampan().run("image", "gc", "--help").succeeds().out()).contains("--policy");
        assertThat(sampan().run("image", "gc").succeeds().out()).isEqualTo("Total reclaimed space: 0B\n");
        assertThat(sampan().run("image", "gc", "--policy", "off").succeeds().out())
                .isEqualTo("Total reclaimed space: 0B\n");
        assertThat(sampan().run("image", "gc", "--policy", "age=0.001s")
                        .succeeds()
                        .out())
                .contains("Deleted Images:\ndeleted: " + old + "\n");
        assertThat(sampan().run("images", "-qa", "--no-trunc").out())
                .contains(never)
                .doesNotContain(old);
        assertThat(sampan().run("image", "gc", "--policy", "age=x").err()).contains("invalid image-gc \"age=x\"");
        sampan().run("rmi", "replaced:1").succeeds();
    }

    @Test
    void imagesWithNamesAndThoseOfContainersStay() {
        String used = made("used", "used:1");
        made("unused", "unused:1");
        String dangling = made("held", "");
        String holder = sampan().run("create", dangling, "x").succeeds().line();
        String other = sampan().run("create", "used:1", "x").succeeds().line();
        sampan().run("tag", BUSYBOX, "used:2").succeeds();
        assertThat(sampan().run("image", "prune", "-f").out()).isEqualTo("Total reclaimed space: 0B\n");
        String all = sampan().runWith("yes\n".getBytes(UTF_8), "image", "prune", "-a", "--filter", "until=1h")
                .succeeds()
                .out();
        assertThat(all)
                .startsWith("WARNING! This will remove all images without at least one container associated to them.\n")
                .contains("untagged: used:2\nuntagged: localhost/busybox:latest\n")
                .doesNotContain("unused:1");
        assertThat(sampan().run("image", "prune", "-af").out())
                .contains("untagged: unused:1\n")
                .doesNotContain(used);
        assertThat(sampan().run("images", "-q", "--no-trunc").out()).contains(used, dangling);
        sampan().run("rm", holder, other).succeeds();
        sampan().run("rmi", "used:1").succeeds();
    }

    @Test
    void filtersLimitWhatGoes() {
        String test = made("label", "", "-c", "LABEL kind=test");
        String other = made("other", "", "-c", "LABEL kind=other");
        assertThat(sampan().run("image", "prune", "-f", "--filter", "label=kind=none")
                        .out())
                .isEqualTo("Total reclaimed space: 0B\n");
        assertThat(sampan().run("image", "prune", "-f", "--filter", "label!=kind=other")
                        .out())
                .contains(test)
                .doesNotContain(other);
        assertThat(sampan().run("image", "prune", "-f", "--filter", "label=kind")
                        .out())
                .contains(other);
        for (String wrong : new String[] {"foo=bar", "until=never", "dangling=maybe"}) {
            Sampan.Result result = sampan().run("image", "prune", "-f", "--filter", wrong);
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err()).startsWith("Error response from daemon: ");
        }
    }

    @Test
    void systemPruneTellsWhatItWouldRemove() {
        assertThat(sampan().runWith("n\n".getBytes(UTF_8), "system", "prune")
                        .succeeds()
                        .out())
                .isEqualTo("WARNING! This will remove:\n  - all stopped containers\n"
                        + "  - all networks not used by at least one container\n  - all dangling images\n"
                        + "  - unused build cache\n\n" + ASKED);
        assertThat(sampan().runWith("n\n".getBytes(UTF_8), "system", "prune", "-a", "--volumes", "--filter", "label=x")
                        .succeeds()
                        .out())
                .isEqualTo("WARNING! This will remove:\n  - all stopped containers\n"
                        + "  - all networks not used by at least one container\n"
                        + "  - all anonymous volumes not used by at least one container\n"
                        + "  - all images without at least one container associated to them\n  - all build cache\n\n"
                        + "  Items to be pruned will be filtered with:\n  - label=x\n\n" + ASKED);
        Sampan.Result mixed = sampan().run("system", "prune", "-f", "--volumes", "--filter", "until=1h");
        assertThat(mixed.code()).isEqualTo(1);
        assertThat(mixed.err()).isEqualTo("ERROR: The \"until\" filter is not supported with \"--volumes\"\n");
    }

    @Test
    void systemPruneRemovesStoppedContainersAndWhatOnlyTheyNeeded() {
        made("mine", "mine:1");
        String dangling = made("nameless", "");
        String stopped = sampan().run("run", "-d", "-v", "/anonymous", dangling, "/bin/true")
                .succeeds()
                .line();
        sampan().run("wait", stopped);
        String running = sampan().run("run", "-d", "-v", "/kept", "mine:1", "/bin/sleep", "1000")
                .succeeds()
                .line();
        sampan().run("network", "create", "lonely").succeeds();
        String out = sampan().run("system", "prune", "--force", "--volumes")
                .succeeds()
                .out();
        assertThat(out)
                .startsWith("Deleted Containers:\n" + stopped + "\n\nDeleted Networks:\nlonely\n\nDeleted Volumes:\n")
                .contains("\n\nDeleted Images:\ndeleted: " + dangling)
                .doesNotContain("mine:1", running)
                .contains("\n\nTotal reclaimed space: ");
        assertThat(sampan().run("ps", "-q", "--no-trunc").line()).isEqualTo(running);
        assertThat(sampan().dataRoot().resolve("volumes").toFile().list()).hasSize(1);
        sampan().run("rm", "-fv", running).succeeds();
        sampan().run("rmi", "mine:1").succeeds();
    }

    @Test
    void helpAndWrongUse() {
        assertThat(sampan().run("image", "prune", "--help").out()).contains("--all", "--filter", "--force");
        assertThat(sampan().run("system", "prune", "--help").out())
                .contains("--all", "--filter", "--force", "--volumes");
        assertThat(sampan().run("system", "prune", "x").err()).contains("accepts no arguments");
        assertThat(sampan().run("image", "prune", "x").code()).isEqualTo(1);
    }
}
