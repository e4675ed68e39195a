package sampan.kernel.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sampan.kernel.DescriptorLeaks;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Read;

@ExtendWith(DescriptorLeaks.class)
class StreamSendTest {
    @Test
    void sendsWhatThereIsRoomForAndNoMore() throws IOException {
        try (UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.STREAM)) {
            byte[] bytes = new byte[1 << 20];
            long sent = 0;
            for (int part = StreamSend.now(pair.first(), bytes); part > 0; part = StreamSend.now(pair.first(), bytes)) {
                sent += part;
            }
            assertThat(sent).isPositive();
            pair.first().close();
            assertThat(Read.all(pair.second(), 64 << 20)).hasSize((int) sent);
        }
    }

    @Test
    void anEndThatIsGoneIsAnErrorAndNoSignal() throws IOException {
        try (UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.STREAM)) {
            pair.second().close();
            assertThatThrownBy(() -> StreamSend.now(pair.first(), new byte[1]))
                    .isInstanceOfSatisfying(
                            SyscallException.class,
                            error -> assertThat(error.is(Errno.EPIPE)).isTrue());
        }
    }

    @Test
    void anotherDescriptorOfTheSameSocketStaysOpen() throws IOException {
        try (UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.STREAM);
                Fd other = StreamSend.duplicateForeign(pair.first().number())) {
            pair.first().close();
            assertThat(StreamSend.now(other, "hello".getBytes(UTF_8))).isEqualTo(5);
            other.close();
            assertThat(new String(Read.all(pair.second(), 100), UTF_8)).isEqualTo("hello");
        }
    }
}
