package sampan.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TurnsTest {
    private long now = 1_000_000_000;
    private final List<String> begun = new ArrayList<>();
    private final Map<String, Turns.Turn> taken = new HashMap<>();
    private final Turns turns = new Turns(2, Runnable::run, () -> now);

    private boolean ask(String caller, String question) {
        return turns.ask(caller, turn -> {
            begun.add(question);
            taken.put(question, turn);
        });
    }

    private void answer(String question, long nanoseconds) {
        now += nanoseconds;
        taken.get(question).end();
    }

    @Test
    void whoAsksNowAndThenIsNextHoweverManyQuestionsOfAnotherWait() {
        assertThat(ask("flood", "a")).isFalse();
        assertThat(ask("flood", "b")).isFalse();
        for (int i = 0; i < 64; i++) {
            assertThat(ask("flood", "more " + i)).isTrue();
        }
        answer("a", 1000);
        assertThat(ask("healthy", "mine")).isFalse();
        assertThat(ask("second", "mine too")).isTrue();
        answer("b", 1000);

        assertThat(begun).containsExactly("a", "b", "more 0", "mine", "mine too");
    }

    @Test
    void whoHasAskedEnoughIsNotReadUntilHeHasAnswers() {
        assertThat(turns.room("flood")).isEqualTo(4);
        for (int i = 0; i < 6; i++) {
            ask("flood", "a" + i);
        }
        assertThat(turns.room("flood")).isZero();
        assertThat(turns.room("healthy")).isEqualTo(4);
        answer("a0", 1);
        answer("a1", 1);
        answer("a2", 1);

        assertThat(turns.room("flood")).isEqualTo(1);
    }

    @Test
    void whoHasNotAskedForASecondIsNotThere() {
        ask("flood", "a");
        ask("flood", "b");
        assertThat(turns.isAlone("flood")).isTrue();
        turns.note("healthy");
        ask("flood", "c");
        assertThat(turns.isAlone("flood")).isFalse();
        assertThat(turns.isAlone("healthy")).isFalse();
        now += 1_000_000_000;
        assertThat(turns.isAlone("flood")).isTrue();
        ask("flood", "d");
        assertThat(turns.isAlone("flood")).isTrue();
        assertThat(turns.isAlone("healthy")).isFalse();
    }

    @Test
    void whoAskWithoutEndGetTheSame() {
        ask("one", "busy 1");
        ask("one", "busy 2");
        for (int i = 0; i < 4; i++) {
            ask("one", "one " + i);
            ask("other", "other " + i);
        }
        answer("busy 1", 1000);
        answer("busy 2", 1000);
        for (int i = 2; i < 8; i++) {
            answer(begun.get(i), 1000);
        }

        assertThat(begun.subList(2, 6))
                .filteredOn(question -> question.startsWith("other"))
                .hasSizeGreaterThan(1);
        assertThat(begun).hasSize(10);
    }

    @Test
    void aQuestionThatTakesLongDoesNotKeepItsTurn() {
        ask("one", "slow");
        ask("two", "slow too");
        ask("two", "slow as well");
        ask("three", "quick");
        now += Turns.LONGEST;

        assertThat(turns.hasten()).isFalse();
        assertThat(begun).contains("quick");
    }

    @Test
    void aTurnEndsOnce() {
        ask("one", "a");
        ask("one", "b");
        ask("one", "c");
        ask("one", "d");
        answer("a", 1);
        answer("a", 1);

        assertThat(begun).containsExactly("a", "b", "c");
    }
}
