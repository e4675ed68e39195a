package sampan.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class InflowTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final Inflow inflow = new Inflow(asked::incrementAndGet);

    private boolean add(int bytes) {
        return inflow.add(Unpooled.wrappedBuffer(new byte[bytes]));
    }

    @Test
    void askedToStopItAsksForMoreOnceThereIsRoom() throws IOException {
        assertThat(add(300 << 10)).isFalse();
        inflow.readNBytes(100 << 10);
        assertThat(asked).hasValue(0);
        inflow.readNBytes(100 << 10);
        assertThat(asked).hasValue(1);
    }

    /** What was decoded before the loop stopped still comes, and must not make it forget that it has stopped. */
    @Test
    void whatComesDuringAPauseDoesNotEndIt() throws IOException {
        assertThat(add(300 << 10)).isFalse();
        inflow.readNBytes(100 << 10);
        assertThat(add(1)).isFalse();
        inflow.readNBytes(200 << 10);
        assertThat(asked).hasValue(1);
        assertThat(add(1)).isTrue();
    }

    @Test
    void whatNobodyReadsIsDropped() {
        assertThat(add(300 << 10)).isFalse();
        inflow.close();
        assertThat(asked).hasValue(1);
        assertThat(add(300 << 10)).isTrue();
    }
}
