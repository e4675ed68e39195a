package sampan.cli.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.socket.UnixSocket;

@Timeout(300)
final class SingleFrontTest {
    /** Enough for one that does not wait for the front to be gone. */
    private static final long ENOUGH_MILLIS = 300;

    @Test
    void theLastWordIsHeardThoughAnAnswerIsNotWaitedFor() throws IOException, InterruptedException {
        try (UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.SEQPACKET);
                TestFront front = new TestFront(pair.first())) {
            Thread serving = Thread.ofPlatform().start(() -> serve(pair));
            front.request(List.of("create"), List.of());
            assertThat(front.hear().type()).isEqualTo(FrontMessage.OPEN);
            front.say(FrontMessage.OPENED, 2, new byte[0], List.of());
            serving.join(ENOUGH_MILLIS);
            FrontMessage exit = front.hear();
            assertThat(exit.type()).isEqualTo(FrontMessage.EXIT);
            assertThat(exit.value()).isEqualTo(5);
            front.socket.close();
            serving.join();
        }
    }

    private static void serve(UnixSocket.Pair pair) {
        try {
            SingleFront.serve(pair.second().release(), session -> {
                session.caller().files().ahead("/wanted/soon", OpenFlags.O_PATH);
                return 5;
            });
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
