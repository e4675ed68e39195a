package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Interactive use under a real terminal. */
final class TerminalTest extends EngineTest {
    @Test
    void aShellHasATerminalOfTheRightSizeAndFollowsItsChanges() {
        try (Screen screen = Screen.of(sampan())) {
            screen.type("sampan run --rm -it " + BUSYBOX + " sh");
            screen.shows("/ #");
            screen.type("tty; stty size; echo TERM=$TERM");
            screen.shows("/dev/pts/0\n24 80\nTERM=");
            screen.resize(100, 30);
            screen.type("clear; stty size");
            screen.shows("30 100");
            screen.type("exit 5");
            screen.shows("host>");
            screen.type("echo code $?");
            screen.shows("code 5");
            screen.type("clear; stty -a | grep -o ' icanon'");
            screen.shows(" icanon");
        }
    }

    @Test
    void controlCReachesTheProcessAndControlDEndsTheShell() {
        try (Screen screen = Screen.of(sampan())) {
            screen.type("sampan run --rm -it " + BUSYBOX + " sh");
            screen.shows("/ #");
            screen.type("sleep 1000");
            Proc.awaitRunning("sleep 1000");
            screen.keys("C-c");
            screen.type("clear; echo alive");
            screen.shows("alive\n/ #");
            screen.keys("C-d");
            screen.shows("host>");
        }
    }

    @Test
    void detachesByControlPControlQAndAttachesAgain() {
        try (Screen screen = Screen.of(sampan())) {
            screen.type("sampan run -it --name stays " + BUSYBOX + " sh");
            screen.shows("/ #");
            screen.type("clear; echo in-$((1+1))"); // or the prompt of the beginning would still be seen
            screen.shows("in-2");
            screen.keys("C-p", "C-q");
            screen.shows("host>");
            assertThat(sampan().run("inspect", "-f", "{{.State.Status}}", "stays")
                            .line())
                    .isEqualTo("running");
            screen.type("clear; sampan attach stays");
            screen.type("echo again-$((1+1))");
            screen.shows("again-2");
            screen.type("exit");
            screen.shows("host>");
        }
        sampan().run("rm", "stays").succeeds();
    }

    @Test
    void refusesATerminalWhereThereIsNone() {
        Sampan.Result result = sampan().run("run", "--rm", "-it", BUSYBOX, "sh");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("the input device is not a TTY");
    }

    @Test
    void withATerminalAndNoInputOutputStillComesThroughIt() {
        assertThat(sampan().run("run", "--rm", "-t", BUSYBOX, "sh", "-c", "tty; test -t 1 && echo yes")
                        .succeeds()
                        .out())
                .isEqualTo("/dev/pts/0\r\nyes\r\n");
    }

    @Test
    void execGivesATerminalOfItsOwn() {
        sampan().run("run", "-d", "--name", "quiet", BUSYBOX, "sleep", "600").succeeds();
        try (Screen screen = Screen.of(sampan())) {
            screen.type("sampan exec -it quiet sh");
            screen.shows("/ #");
            screen.type("tty; stty size");
            screen.shows("/dev/pts/0");
            screen.shows("24 80");
            screen.keys("C-d");
            screen.shows("host>");
        }
        sampan().run("rm", "-f", "quiet").succeeds();
    }

    @Test
    void controlCEndsAForegroundCommandWithoutATerminalOfItsOwn() {
        try (Screen screen = Screen.of(sampan())) {
            screen.type("sampan run --rm --init " + BUSYBOX + " sleep 1000; echo code $?");
            Proc.awaitRunning("sleep 1000");
            screen.keys("C-c");
            screen.shows("code 130");
        }
        assertThat(Pattern.compile("sleep 1000")
                        .matcher(sampan().run("ps", "-a").out())
                        .find())
                .isFalse();
    }
}
