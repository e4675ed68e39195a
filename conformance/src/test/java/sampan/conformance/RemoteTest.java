package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Engines on other machines, by ssh, and engines behind a socket of the Engine API. */
final class RemoteTest extends EngineTest {
    private Sshd sshd;

    @BeforeAll
    void serve() {
        sampan().run("version").succeeds();
        sshd = Sshd.forEngine(sampan());
    }

    @AfterAll
    void stop() {
        sshd.close();
    }

    private Sampan.Result there(String stdin, String... arguments) throws IOException, InterruptedException {
        return finish(sshd.command(arguments), stdin);
    }

    private static Sampan.Result finish(ProcessBuilder builder, String stdin) throws IOException, InterruptedException {
        Process process = builder.start();
        try (var input = process.getOutputStream()) {
            input.write(stdin.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // ended before it read all
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(Patience.ends(process)).isTrue();
        return new Sampan.Result(process.exitValue(), out, err);
    }

    @Test
    void aCommandRunsOnTheOtherMachineWithStdinOutputAndExitCode() throws Exception {
        Sampan.Result result = there(
                "typed here\n",
                "-H",
                sshd.address(),
                "run",
                "--rm",
                "-i",
                "-e",
                "A=it's \"so\" $HOME `id` \\ \n*",
                BUSYBOX,
                "sh",
                "-c",
                "cat; echo \"$A\"; echo wrong >&2; exit 7");
        assertThat(result.out()).isEqualTo("typed here\nit's \"so\" $HOME `id` \\ \n*\n");
        assertThat(result.err()).isEqualTo("wrong\n");
        assertThat(result.code()).isEqualTo(7);
    }

    @Test
    void aTerminalIsOneThereToo() throws Exception {
        String line = String.join(" ", Sampan.binary().toString(), "-H", sshd.address()) + " run --rm -it " + BUSYBOX
                + " sh -c \"tty; exit 4\"";
        ProcessBuilder script = sshd.command();
        script.command("script", "-qec", line, "/dev/null");
        Sampan.Result result = finish(script, "");
        assertThat(result.out()).contains("/dev/pts/");
        assertThat(result.code()).isEqualTo(4);
    }

    @Test
    void aContextLeadsThere() throws Exception {
        there("", "context", "create", "far", "--docker", "host=" + sshd.address())
                .succeeds();
        String root = " Docker Root Dir: " + sampan().dataRoot() + "\n";
        assertThat(there("", "-c", "far", "info").succeeds().out()).contains(root);
        assertThat(there("", "--context=far", "info").succeeds().out()).contains(root);
        ProcessBuilder byVariable = sshd.command("info");
        byVariable.environment().put("DOCKER_CONTEXT", "far");
        assertThat(finish(byVariable, "").succeeds().out()).contains(root);
        there("", "context", "use", "far").succeeds();
        assertThat(there("", "info").succeeds().out()).contains(root);
        ProcessBuilder byHost = sshd.command("info");
        byHost.environment().put("DOCKER_HOST", "tcp://192.0.2.1:2375");
        assertThat(finish(byHost, "").err()).startsWith("sampan: tcp://192.0.2.1:2375: an engine is reached by ");
        there("", "context", "use", "default").succeeds();
        there("", "context", "rm", "far").succeeds();
    }

    @Test
    void aFileOfThisMachineIsNotTakenFromThatOne() throws Exception {
        Sampan.Result result =
                there("", "-H", sshd.address(), "run", "--rm", "--env-file", "/etc/hosts", BUSYBOX, "true");
        assertThat(result.code()).isEqualTo(125);
        assertThat(result.err()).contains("/etc/hosts is on the machine where the command was typed");
    }

    @Test
    void theSocketOfAnEngineStandsForIt() throws Exception {
        String socket = "unix://" + sampan().execRoot() + "/sampan.sock";
        String root = " Docker Root Dir: " + sampan().dataRoot() + "\n";
        assertThat(there("", "-H", socket, "info").succeeds().out()).contains(root);
        assertThat(there("", "--host=" + socket, "info").succeeds().out()).contains(root);
        ProcessBuilder byVariable = sshd.command("info");
        byVariable.environment().put("DOCKER_HOST", socket);
        assertThat(finish(byVariable, "").succeeds().out()).contains(root);
    }

    /** A host name that is an option of ssh's, and a user name that is one. (CVE-2017-1000117) */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ssh://-oProxyCommand=touch%20x/ | not an address of the form ssh://user@host:port",
                "ssh://-oProxyCommand=x@host | not an address of the form ssh://user@host:port",
                "ssh://host;id | not an address of the form ssh://user@host:port",
                "ssh:// | not an address of the form ssh://user@host:port",
                "ssh://user:secret@host | plain-text password is not supported",
                "ssh://host:port | the port is not a number",
                "ssh://host/a?b=c | neither a query nor a fragment is allowed",
                "tcp://192.0.2.1:2375 | an engine is reached by unix:///path/to/a.sock or ssh://user@host, and by nothing else",
                "nonsense | an engine is reached by unix:///path/to/a.sock or ssh://user@host, and by nothing else",
            })
    void anAddressThatIsNoneIsToldInOneSentence(String address, String sentence) throws Exception {
        Sampan.Result result = there("", "-H", address, "ps");
        assertThat(result.code()).isNotZero();
        assertThat(result.err()).isEqualTo("sampan: " + address + ": " + sentence + "\n");
    }

    @Test
    void noEngineOrAnotherIsToldInOneSentence() throws Exception {
        assertThat(there("", "-H", "unix:///nonexistent.sock", "ps").err())
                .isEqualTo(
                        "Cannot connect to the Sampan engine at unix:///nonexistent.sock. Is the sampan daemon running?\n");
        assertThat(there("", "-c", "nosuch", "ps").err()).startsWith("sampan: context \"nosuch\" is not found in ");
        assertThat(there("", "-c", "a", "-H", "unix:///b", "ps").err())
                .isEqualTo("conflicting options: cannot specify both --host and --context\n");
        assertThat(there("", "-H", "unix:///a", "-H", "unix:///b", "ps").err())
                .isEqualTo("sampan: specify only one -H\n");
    }
}
