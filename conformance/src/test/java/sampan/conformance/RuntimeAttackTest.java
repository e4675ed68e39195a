package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Attacks on {@code sampan-runtime} itself, by what a bundle holds and by what its container does; the host must be as it was. */
abstract class RuntimeAttackTest extends AttackTest {
    private RuntimeBundle bundle;

    @BeforeEach
    void makeBundle() throws IOException {
        sampan().run("version").succeeds();
        bundle = new RuntimeBundle(sampan().execRoot());
    }

    @AfterEach
    void removeBundle() throws IOException {
        bundle.close();
        canary().isUntouched();
    }

    RuntimeBundle bundle() {
        return bundle;
    }

    Path rootfs(String name) {
        return bundle.folder().resolve("rootfs").resolve(name);
    }

    /** In place of whatever is there. */
    void link(String name, String target) throws IOException {
        for (Path path = rootfs(name); !path.equals(rootfs("")); path = path.getParent()) {
            if (path.equals(rootfs(name))
                    ? Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                    : Files.isSymbolicLink(path)) {
                Sampan.delete(path);
            }
        }
        Files.createDirectories(rootfs(name).getParent());
        Files.createSymbolicLink(rootfs(name), Path.of(target));
    }

    static BundleConfig shell(String line) {
        return BundleConfig.of("sh", "-c").set("process.args", "['sh', '-c']").add("process.args", quoted(line));
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    /** Runs a container in the foreground; whatever comes of it, nothing of the canary is in its output. */
    Sampan.Result attack(BundleConfig config, String... flags) throws IOException {
        config.write(bundle.folder());
        String[] words = new String[flags.length + 2];
        words[0] = "run";
        System.arraycopy(flags, 0, words, 1, flags.length);
        words[words.length - 1] = "attacked";
        return harmless(bundle.run(words));
    }

    Sampan.Result harmless(Sampan.Result result) {
        canary().isUnseenIn(result);
        canary().isUntouched();
        assertThat(result.err()).doesNotContain("Exception", "\tat ");
        return result;
    }

    /** A container that runs in the background. */
    void background(BundleConfig config, String id) throws IOException {
        config.write(bundle.folder());
        bundle.run("create", id).succeeds();
        bundle.run("start", id).succeeds();
    }

    Sampan.Result inside(String id, String line) {
        return harmless(bundle.run("exec", id, "sh", "-c", line));
    }
}
