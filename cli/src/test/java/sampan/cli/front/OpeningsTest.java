package sampan.cli.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class OpeningsTest {
    private static final Openings.Wish FIRST = new Openings.Wish("/first", 0, 0);
    private static final Openings.Wish SECOND = new Openings.Wish("/second", 0, 0);

    private final Openings openings = new Openings();

    private static FrontMessage answer(int errno) {
        return new FrontMessage(FrontMessage.OPENED, errno, ByteBuffer.allocate(0), null);
    }

    @Test
    void answersBelongToWishesInTheOrderInWhichTheyWereAsked() {
        openings.add(FIRST);
        openings.add(SECOND);
        openings.put(answer(2));
        assertThat(openings.take(SECOND)).isNull();
        openings.put(answer(13));
        assertThat(openings.take(SECOND)).isEqualTo(answer(13));
        assertThat(openings.take(FIRST)).isEqualTo(answer(2));
        assertThat(openings.awaited()).isFalse();
    }

    @Test
    void whatIsAskedForOnceIsTakenOnce() {
        openings.add(FIRST);
        assertThat(openings.knows(FIRST)).isTrue();
        openings.put(answer(0));
        assertThat(openings.knows(FIRST)).isTrue();
        openings.take(FIRST);
        assertThat(openings.knows(FIRST)).isFalse();
    }
}
