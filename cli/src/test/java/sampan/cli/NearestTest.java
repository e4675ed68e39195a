package sampan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestTest {
    private static final List<String> KNOWN = List.of("run", "rm", "rmi", "ps", "images", "container", "rename");

    @Test
    void asksForWhatWasLikelyMeant() {
        assertThat(Nearest.question("runn", KNOWN)).isEqualTo("\n\nDid you mean 'run'?");
        assertThat(Nearest.question("imgaes", KNOWN)).contains("'images'");
        assertThat(Nearest.question("cont", KNOWN)).contains("'container'");
        assertThat(Nearest.question("sp", KNOWN)).contains("'ps'");
    }

    @Test
    void doesNotGuessWhenNothingIsNear() {
        assertThat(Nearest.question("x", KNOWN)).isEmpty();
        assertThat(Nearest.question("frobnicate", KNOWN)).isEmpty();
        assertThat(Nearest.question("", KNOWN)).isEmpty();
    }

    @Test
    void countsASwapOfNeighboursAsOne() {
        assertThat(Nearest.distance("imgaes", "images")).isEqualTo(1);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    }
}
