package sampan.cli.ink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class HighlightTest {
    @Test
    void headingsAndWordsOfAHelpStandOut() {
        assertThat(Highlight.help("""
                        Usage:  sampan ps [OPTIONS]

                        List containers: all of them

                        Options:
                          -a, --all             Show all --not-this
                              --format string   'json'

                        Management Commands:
                          image     Manage images
                        """)).isEqualTo("""
                        \033[1mUsage:\033[0m  sampan ps [OPTIONS]

                        List containers: all of them

                        \033[1mOptions:\033[0m
                          \033[36m-a, --all\033[0m             Show all --not-this
                              \033[36m--format\033[0m string   'json'

                        \033[1mManagement Commands:\033[0m
                          \033[36mimage\033[0m     Manage images
                        """);
    }

    @Test
    void anErrorTellsWhoSaysSo() {
        assertThat(Highlight.error("Error response from daemon: no $1 \\ such"))
                .isEqualTo("\033[31mError response from daemon:\033[0m no $1 \\ such");
        assertThat(Highlight.error("bad")).isEqualTo("bad");
    }

    @Test
    void nobodyIsGivenColoursWhoDoesNotWantThem() {
        assertThat(Ink.wanted(Map.of("TERM", "xterm"))).isTrue();
        assertThat(Ink.wanted(Map.of("NO_COLOR", ""))).isTrue();
        assertThat(Ink.wanted(Map.of("NO_COLOR", "1"))).isFalse();
        assertThat(Ink.wanted(Map.of("TERM", "dumb"))).isFalse();
    }
}
