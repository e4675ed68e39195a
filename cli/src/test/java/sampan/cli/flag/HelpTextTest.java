package sampan.cli.flag;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HelpTextTest {
    private static final Usage USAGE = Usage.of(
                    "stop", "CONTAINER [CONTAINER...]", "Stop one or more running containers")
            .aliases("container stop", "stop")
            .flags(
                    Flag.number(
                                    "time",
                                    "Seconds to wait before the container is killed, whatever it is doing at that moment and however long")
                            .shorthand('t')
                            .initially("10"),
                    Flag.text("signal", "Signal to send").initially("TERM"),
                    Flag.bool("force", "Do it"));

    @Test
    void linesUpFlagsAndWrapsTheirText() {
        assertThat(HelpText.of(USAGE, "sampan", 80)).isEqualTo("""
                Usage:  sampan stop [OPTIONS] CONTAINER [CONTAINER...]

                Stop one or more running containers

                Aliases:
                  sampan container stop, sampan stop

                Options:
                      --force           Do it
                      --signal string   Signal to send (default "TERM")
                  -t, --time int        Seconds to wait before the container is killed,
                                        whatever it is doing at that moment and however
                                        long (default 10)
                """);
    }

    @Test
    void aNarrowTerminalGetsTheTextBelow() {
        assertThat(HelpText.wrap("one two three four five six seven", 30, 45))
                .isEqualTo("\n                one two three four five\n                six seven");
        assertThat(HelpText.wrap("one two", 30, 20)).isEqualTo("\n                one two");
    }
}
