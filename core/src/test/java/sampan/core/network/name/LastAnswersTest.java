package sampan.core.network.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class LastAnswersTest {
    private static final Object NOW = new Object();

    private final LastAnswers last = new LastAnswers();

    private static byte[] numbered(int id, byte[] message) {
        return ByteBuffer.wrap(message.clone()).putShort(0, (short) id).array();
    }

    @Test
    void whoAsksInTheSameWordsIsToldTheSameWithItsOwnNumber() {
        byte[] question = QueryTest.query("web", 1);
        byte[] answer = QueryTest.query("answer", 1);
        assertThat(last.find(question, NOW)).isEmpty();
        last.put(question, answer, NOW);
        assertThat(last.find(numbered(7, question), NOW)).contains(numbered(7, answer));
        assertThat(last.find(numbered(8, question), NOW)).contains(numbered(8, answer));
    }

    @Test
    void otherWordsAreAnotherQuestion() {
        byte[] question = QueryTest.query("web", 1);
        last.find(question, NOW);
        last.put(question, question, NOW);
        assertThat(last.find(QueryTest.query("wEb", 1), NOW)).isEmpty();
        assertThat(last.find(QueryTest.query("web", 28), NOW)).isEmpty();
        assertThat(last.find(QueryTest.query("webb", 1), NOW)).isEmpty();
    }

    @Test
    void nothingIsGoodAnyMoreWhenSomebodyHasComeOrGone() {
        byte[] question = QueryTest.query("web", 1);
        last.find(question, NOW);
        last.put(question, question, NOW);
        Object later = new Object();
        assertThat(last.find(question, later)).isEmpty();
        last.put(question, question, NOW); // looked up before
        assertThat(last.find(question, later)).isEmpty();
    }

    @Test
    void aHundredThousandNamesTakeNoMoreRoomThanAFewAndEachIsAnsweredRight() {
        for (int i = 0; i < 100_000; i++) {
            byte[] question = QueryTest.query("name" + i, 1);
            assertThat(last.find(question, NOW)).isEmpty();
            last.put(question, QueryTest.query("answer" + i, 1), NOW);
            assertThat(last.find(question, NOW)).contains(QueryTest.query("answer" + i, 1));
        }
    }
}
