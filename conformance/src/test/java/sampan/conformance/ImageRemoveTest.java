package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** {@code rmi}: names go first, the image with the last of them, unless a container is in the way. */
final class ImageRemoveTest extends EngineTest {
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** An image of its own: {@code sha256:…}. */
    private String made(String name) {
        byte[] tar = HostileTar.withShell()
                .file("own", "image " + COUNT.incrementAndGet())
                .bytes();
        return sampan().runWith(tar, "import", "-c", "CMD [\"/bin/sh\"]", "-", name)
                .succeeds()
                .line();
    }

    private static String shortened(String id) {
        return id.substring(7, 19);
    }

    @Test
    void theLastNameTakesTheImageAlong() {
        String id = made("last:1");
        sampan().run("tag", "last:1", "last:2").succeeds();
        assertThat(sampan().run("rmi", "last:1").succeeds().out()).isEqualTo("Untagged: last:1\n");
        assertThat(sampan().run("image", "rm", "last:2").succeeds().out())
                .matches("Untagged: last:2\nDeleted: " + id + "\nDeleted: sha256:[0-9a-f]{64}\n");
        assertThat(sampan().run("images", "-q", "last").out()).isEmpty();
        assertThat(sampan().run("rmi", "last:2").err())
                .isEqualTo("Error response from daemon: No such image: last:2\n");
    }

    @Test
    void severalAreRemovedAndTheMissingOnesTold() {
        made("several:1");
        made("several:2");
        Sampan.Result result = sampan().run("rmi", "several:1", "nosuch", "several:2", "UPPER");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("Untagged: several:1\n", "Untagged: several:2\n");
        assertThat(result.err())
                .isEqualTo("Error response from daemon: No such image: nosuch:latest\n"
                        + "Error response from daemon: invalid reference format: repository name (library/UPPER) must be"
                        + " lowercase\n");
        Sampan.Result forced = sampan().run("rmi", "-f", "nosuch");
        assertThat(forced.code()).isZero();
        assertThat(forced.err()).contains("No such image: nosuch:latest");
    }

    @Test
    void anIdStandsForAllNamesOnlyByForce() {
        String id = made("byid:1");
        sampan().run("tag", "byid:1", "other/byid").succeeds();
        Sampan.Result refused = sampan().run("rmi", shortened(id));
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualTo("Error response from daemon: conflict: unable to delete " + shortened(id)
                        + " (must be forced) - image is referenced in multiple repositories\n");
        assertThat(sampan().run("rmi", "-f", shortened(id)).succeeds().out())
                .startsWith("Untagged: byid:1\nUntagged: other/byid:latest\nDeleted: " + id + "\n");
        String single = made("single:1");
        assertThat(sampan().run("rmi", single.substring(7, 15)).succeeds().out())
                .startsWith("Untagged: single:1\nDeleted: " + single + "\n");
    }

    @Test
    void aStoppedContainerHoldsItsImageUnlessForced() {
        String id = made("held:1");
        String container = sampan().run("create", "--name", "holder", "held:1", "/bin/sh", "-c", "echo still here")
                .succeeds()
                .line();
        assertThat(sampan().run("rmi", "held:1").err())
                .isEqualTo("Error response from daemon: conflict: unable to remove repository reference \"held:1\" "
                        + "(must force) - container " + container.substring(0, 12) + " is using its referenced image "
                        + shortened(id) + "\n");
        assertThat(sampan().run("rmi", shortened(id)).err())
                .isEqualTo("Error response from daemon: conflict: unable to delete " + shortened(id)
                        + " (must be forced) - image is being used by stopped container " + container.substring(0, 12)
                        + "\n");
        assertThat(sampan().run("rmi", "-f", "held:1").succeeds().out())
                .isEqualTo("Untagged: held:1\nDeleted: " + id + "\n");
        assertThat(sampan().run("images", "-aq", "--no-trunc").out()).doesNotContain(id);
        assertThat(sampan().run("run", "--rm", id, "true").code())
                .as("gone for others")
                .isEqualTo(125);
        assertThat(sampan().run("start", "-a", "holder").succeeds().out())
                .as("its container has it still")
                .isEqualTo("still here\n");
        sampan().killEngine();
        assertThat(sampan().run("start", "-a", "holder").succeeds().out()).isEqualTo("still here\n");
        sampan().run("rm", "holder").succeeds();
        await().untilAsserted(
                        () -> assertThat(layers()).as("and takes it along").isEqualTo(1));
    }

    private int layers() {
        String[] names = sampan().dataRoot().resolve("layers").toFile().list();
        return names == null ? -1 : names.length;
    }

    @Test
    void aRunningContainerHoldsItsImageWhateverIsAsked() {
        String id = made("running:1");
        String container = sampan().run("run", "-d", "running:1", "/bin/sh", "-c", "while :; do sleep 1; done")
                .succeeds()
                .line();
        Sampan.Result refused = sampan().run("rmi", "-f", shortened(id));
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualTo("Error response from daemon: conflict: unable to delete " + shortened(id)
                        + " (cannot be forced) - image is being used by running container "
                        + container.substring(0, 12) + "\n");
        assertThat(sampan().run("rmi", "-f", "running:1").succeeds().out()).isEqualTo("Untagged: running:1\n");
        assertThat(sampan().run("images", "-q", "--filter", "dangling=true").out())
                .isEqualTo(shortened(id) + "\n");
        sampan().run("rm", "-f", container).succeeds();
        sampan().run("rmi", shortened(id)).succeeds();
    }

    @Test
    void anAmbiguousBeginningIsTold() {
        for (int i = 0; i < 20; i++) {
            made("many:" + i);
        }
        Sampan.Result result = null;
        for (char digit : "0123456789abcdef".toCharArray()) {
            String prefix = String.valueOf(digit);
            long matching = sampan().run("images", "-q")
                    .out()
                    .lines()
                    .distinct()
                    .filter(id -> id.startsWith(prefix))
                    .count();
            if (matching > 1) {
                result = sampan().run("history", prefix);
                assertThat(result.err())
                        .isEqualTo("Error response from daemon: multiple IDs found with provided prefix: " + prefix
                                + "\n");
            }
        }
        assertThat(result).as("20 ids and 16 digits").isNotNull();
        for (int i = 0; i < 20; i++) {
            sampan().run("rmi", "--no-prune", "many:" + i).succeeds();
        }
    }

    @Test
    void helpAndWrongUse() {
        assertThat(sampan().run("rmi", "--help").out())
                .contains("sampan image rm, sampan image remove, sampan rmi", "--force", "--no-prune");
        assertThat(sampan().run("rmi").err()).contains("'sampan rmi' requires at least 1 argument");
        assertThat(sampan().run("rmi", "").code()).isEqualTo(1);
        assertThat(sampan().run("rmi", "--nope", "x").code()).isEqualTo(125);
    }
}
