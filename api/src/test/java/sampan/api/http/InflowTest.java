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

    /** A client that is told to stop takes long to go on; but what it may send ahead is not there for each of a thousand. */
    @Test
    void archivesMaySendFourMebibytesAheadAllTogether() throws IOException {
        Inflow other = new Inflow(() -> {});
        inflow.beArchive();
        other.beArchive();
        assertThat(add(3 << 20)).isTrue();
        assertThat(other.add(Unpooled.wrappedBuffer(new byte[200 << 10]))).isTrue();
        assertThat(add(1 << 20)).isFalse();
        assertThat(other.add(Unpooled.wrappedBuffer(new byte[50 << 10])))
                .as("as much as without others")
                .isTrue();
        assertThat(other.add(Unpooled.wrappedBuffer(new byte[50 << 10]))).isFalse();

        other.close();
        inflow.readNBytes(2 << 20);
        Inflow next = new Inflow(() -> {});
        next.beArchive();
        assertThat(next.add(Unpooled.wrappedBuffer(new byte[1 << 20])))
                .as("what was read, and what was dropped, counts no more")
                .isTrue();
        next.close();
        inflow.close();
    }

    @Test
    void whatIsNoArchiveStopsSoon() {
        assertThat(add(256 << 10)).isTrue();
        assertThat(add(1)).isFalse();
    }

    @Test
    void whatNobodyReadsIsDropped() {
        assertThat(add(300 << 10)).isFalse();
        inflow.close();
        assertThat(asked).hasValue(1);
        assertThat(add(300 << 10)).isTrue();
    }
}
