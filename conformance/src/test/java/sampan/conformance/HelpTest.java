package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, and what is said of words that are none. */
final class HelpTest extends EngineTest {
    @Test
    void everyCommandThatTheHelpListsHasAHelpOfItsOwn() {
        String overview = sampan().run("--help").succeeds().out();
        assertThat(overview).startsWith("Usage:  sampan [OPTIONS] COMMAND\n");
        assertThat(sampan().run("help").succeeds().out()).isEqualTo(overview);
        for (String name : names(overview)) {
            if (!List.of("daemon").contains(name)) {
                assertThat(sampan().run(name, "--help").succeeds().out())
                        .as(name)
                        .startsWith("Usage:  sampan " + name);
            }
        }
    }

    private static List<String> names(String help) {
        String commands = help.replaceAll("(?s)\nGlobal Options.*", "");
        return commands.lines()
                .filter(line -> line.matches("  [a-z]+ .*"))
                .map(line -> line.strip().replaceAll(" .*", ""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"container", "image", "system"})
    void aGroupListsItsCommandsAndEachHasAHelp(String group) {
        String help = sampan().run(group).succeeds().out();
        assertThat(help).startsWith("Usage:  sampan " + group + " COMMAND\n\nManage ");
        assertThat(sampan().run(group, "--help").succeeds().out()).isEqualTo(help);
        assertThat(sampan().run("help", group).succeeds().out()).isEqualTo(help);
        for (String name : names(help)) {
            String own = sampan().run(group, name, "--help").succeeds().out();
            assertThat(own).startsWith("Usage:  sampan " + group + " " + name);
            assertThat(sampan().run("help", group, name).succeeds().out()).isEqualTo(own);
        }
    }

    @Test
    void anUnknownWordGetsAStatusAndTheNearestOneThatIsKnown() {
        Sampan.Result wrong = sampan().run("runn");
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err()).isEqualTo("""
                sampan: unknown command: sampan runn

                Did you mean 'run'?

                Run 'sampan --help' for more information
                """);
        assertThat(sampan().run("frobnicate").err()).isEqualTo("""
                sampan: unknown command: sampan frobnicate

                Run 'sampan --help' for more information
                """);
        assertThat(sampan().run("container", "lss").err()).contains("sampan container lss", "Did you mean 'ls'?");
        assertThat(sampan().run("help", "frobnicate").err()).isEqualTo("unknown help topic: frobnicate\n");
    }

    @Test
    void anUnknownFlagGetsStatus125() {
        Sampan.Result wrong = sampan().run("ps", "--fromat", "x");
        assertThat(wrong.code()).isEqualTo(125);
        assertThat(wrong.err()).isEqualTo("""
                unknown flag: --fromat

                Did you mean '--format'?

                Usage:  sampan ps [OPTIONS]

                Run 'sampan ps --help' for more information
                """);
        assertThat(sampan().run("ps", "-Z").err()).startsWith("unknown shorthand flag: 'Z' in -Z\n\nUsage:  sampan ps");
        assertThat(sampan().run("--frobnicate").code()).isEqualTo(125);
        assertThat(sampan().run("container", "--frobnicate").code()).isEqualTo(125);
        assertThat(sampan().run("ps", "--all=maybe").err())
                .startsWith(
                        "invalid argument \"maybe\" for \"-a, --all\" flag: strconv.ParseBool: parsing \"maybe\": invalid syntax");
    }

    @Test
    void aWrongNumberOfOperandsIsToldUnderTheWordsThatWereTyped() {
        Sampan.Result wrong = sampan().run("container", "ls", "extra");
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err()).isEqualTo("""
                sampan: 'sampan container ls' accepts no arguments

                Usage:  sampan container ls [OPTIONS]

                Run 'sampan container ls --help' for more information
                """);
        assertThat(sampan().run("rm").err()).isEqualTo("""
                sampan: 'sampan rm' requires at least 1 argument

                Usage:  sampan rm [OPTIONS] CONTAINER [CONTAINER...]

                See 'sampan rm --help' for more information
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tls", "--tlsverify", "--tlscacert=x", "--tlscert=x", "--tlskey=x"})
    void aFlagForEnginesByTcpSaysThatItComesLater(String flag) {
        Sampan.Result later = sampan().run(flag, "ps");
        assertThat(later.code()).isEqualTo(125);
        assertThat(later.err())
                .startsWith("sampan: " + flag.replace("=x", "")
                        + " is not supported yet: it comes with engines reached by TCP in a later version of Sampan\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "compose", "swarm", "plugin", "buildx", "trust"})
    void aVerbOfALaterVersionIsAnsweredInOneSentence(String verb) {
        Sampan.Result later = sampan().run(verb, "whatever", "--flag");
        assertThat(later.code()).isEqualTo(1);
        assertThat(later.err())
                .startsWith("sampan: 'sampan " + verb
                        + "' is not supported yet: it comes with a later version of Sampan\n");
    }
}
