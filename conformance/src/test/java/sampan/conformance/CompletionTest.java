package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Completion, with the Tab key pressed in real shells. */
final class CompletionTest extends EngineTest {
    @AfterEach
    void without() {
        sampan().run("rm", "-f", "harbour", "lighthouse");
    }

    @BeforeEach
    void twoContainers() {
        sampan().run("create", "--name", "harbour", BUSYBOX, "true").succeeds();
        sampan().run("run", "-d", "--name", "lighthouse", BUSYBOX, "sleep", "100")
                .succeeds();
    }

    private String completions(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "__complete";
        System.arraycopy(words, 0, all, 1, words.length);
        return sampan().run(all).succeeds().out().replaceAll("\t[^\n]*", "");
    }

    @Test
    void offersCommandsGroupsAndTheirCommands() {
        assertThat(completions("")).contains("run\n", "ps\n", "container\n", "image\n", "completion\n");
        assertThat(completions("st")).isEqualTo("start\nstats\nstop\n");
        assertThat(completions("container", "st")).isEqualTo("start\nstats\nstop\n");
        assertThat(completions("help", "ren")).isEqualTo("rename\n");
        assertThat(completions("nonsense", "")).isEmpty();
    }

    @Test
    void offersTheContainersThatACommandCanDoSomethingWith() {
        assertThat(completions("start", "")).isEqualTo("harbour\n");
        assertThat(completions("stop", "")).isEqualTo("lighthouse\n");
        assertThat(completions("rm", "-f", "")).isEqualTo("harbour\nlighthouse\n");
        assertThat(completions("rm", "harbour", "")).isEqualTo("lighthouse\n");
        assertThat(completions("exec", "-it", "l")).isEqualTo("lighthouse\n");
        assertThat(completions("exec", "lighthouse", "")).isEmpty();
        assertThat(completions("run", "-it", "")).isEqualTo(BUSYBOX + ":latest\n");
    }

    @Test
    void offersFlagsAndTheirValues() {
        assertThat(completions("ps", "--no")).isEqualTo("--no-trunc\n");
        assertThat(completions("run", "--restart", "")).isEqualTo("always\nno\non-failure\nunless-stopped\n");
        assertThat(completions("run", "--restart=un")).isEqualTo("--restart=unless-stopped\n");
        assertThat(completions("ps", "-f", "status=r")).isEqualTo("status=running\n");
        assertThat(completions("run", BUSYBOX, "--no")).isEmpty();
    }

    @Test
    void theTabKeyOfBashFillsInANameAndAFile() {
        try (Screen screen = Screen.of(sampan())) {
            screen.type("exec bash --norc");
            screen.type("PS1='bash> '; source <(sampan completion bash); clear");
            screen.shows("bash>");
            screen.keys("-l", "sampan start har");
            screen.keys("Tab");
            screen.shows("sampan start harbour");
            screen.keys("C-u");
            screen.keys("-l", "sampan run " + BUSYBOX + ":la");
            screen.keys("Tab");
            screen.shows("sampan run " + BUSYBOX + ":latest");
            screen.keys("C-u");
            screen.keys("-l", "sampan import /etc/hostn");
            screen.keys("Tab");
            screen.shows("sampan import /etc/hostname");
        }
    }

    @Test
    void theTabKeyOfZshFillsInAName() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")), "zsh is installed");
        try (Screen screen = Screen.of(sampan())) {
            screen.type("exec zsh -f");
            screen.type("PS1='zsh> '; autoload -Uz compinit; compinit -u -D; source <(sampan completion zsh); clear");
            screen.shows("zsh>");
            screen.keys("-l", "sampan start har");
            screen.keys("Tab");
            screen.shows("sampan start harbour");
            screen.keys("C-u");
            screen.keys("-l", "sampan sta");
            screen.keys("Tab");
            screen.shows("start  -- Start one or more stopped containers");
        }
    }

    @Test
    void fishFillsInAName() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/fish")), "fish is installed");
        ProcessBuilder builder = new ProcessBuilder(
                "fish", "--no-config", "-c", "sampan completion fish | source; complete -C 'sampan start '");
        builder.environment().put("SAMPAN_DATA_ROOT", sampan().dataRoot().toString());
        builder.environment().put("SAMPAN_EXEC_ROOT", sampan().execRoot().toString());
        builder.environment().merge("PATH", Sampan.binary().getParent() + ":", (path, own) -> own + path);
        Process fish = builder.start();
        String out = new String(fish.getInputStream().readAllBytes());
        assertThat(fish.waitFor(Duration.ofSeconds(30))).isTrue();
        assertThat(out).isEqualTo("harbour\tlocalhost/busybox, created\n");
    }
}
