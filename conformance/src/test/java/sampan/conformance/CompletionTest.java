package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
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
    void offersWhatTheEngineHasAsValuesToo() {
        assertThat(completions("ps", "-f", "name=li")).isEqualTo("name=lighthouse\n");
        assertThat(completions("ps", "--filter=ancestor=loc")).isEqualTo("--filter=ancestor=" + BUSYBOX + ":latest\n");
        assertThat(completions("run", "--network", "container:h")).isEqualTo("container:harbour\n");
        assertThat(completions("run", "--volumes-from", "")).isEqualTo("harbour\nlighthouse\n");
        assertThat(completions("run", "--mount", "type=b")).isEqualTo("type=bind,source=\n");
        assertThat(completions("run", "--ulimit", "nof")).isEqualTo("nofile=\n");
    }

    @Test
    void offersContextsAndTheirCommands() throws java.io.IOException {
        Path config = Files.createTempDirectory("completion");
        ProcessBuilder make = sampan().command("context", "create", "far", "--docker", "host=ssh://far");
        make.environment().put("DOCKER_CONFIG", config.toString());
        assertThat(Sampan.finish(new byte[0], make).succeeds().line()).contains("far");
        for (String[] words : new String[][] {{"context", "use", ""}, {"--context", ""}, {"context", "rm", ""}}) {
            String[] all = java.util.stream.Stream.concat(
                            java.util.stream.Stream.of("__complete"), java.util.stream.Stream.of(words))
                    .toArray(String[]::new);
            ProcessBuilder ask = sampan().command(all);
            ask.environment().put("DOCKER_CONFIG", config.toString());
            assertThat(Sampan.finish(new byte[0], ask).succeeds().out()).isEqualTo("default\nfar\n");
        }
        Sampan.delete(config);
        assertThat(completions("context", "")).startsWith("create\nexport\nimport\n");
        assertThat(completions("context", "create", "--d")).isEqualTo("--description\n--docker\n");
        assertThat(completions("cont")).isEqualTo("container\ncontext\n");
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
        assertThat(Patience.ends(fish)).isTrue();
        assertThat(out).isEqualTo("harbour\tlocalhost/busybox, created\n");
    }
}
