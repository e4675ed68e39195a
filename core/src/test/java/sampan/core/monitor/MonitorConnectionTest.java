package sampan.core.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import sampan.kernel.Fd;
import sampan.kernel.process.Credentials;
import sampan.kernel.process.Pidfd;
import sampan.kernel.socket.Message;
import sampan.kernel.socket.UnixSocket;

final class MonitorConnectionTest {
    /** Remembers what it hears. */
    private static final class RecordingListener implements MonitorListener {
        private final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void started(int pid, Fd pidfd, Instant at) {
            heard.add("started " + pid + " " + pidfd.isOpen() + " " + at);
            pidfd.close();
        }

        @Override
        public void running() {
            heard.add("running");
        }

        @Override
        public void failed(int operation, int errno) {
            heard.add("failed " + operation + " " + errno);
        }

        @Override
        public void exited(Exit exit) {
            heard.add("exited " + exit.code() + " " + exit.oomKilled());
        }

        @Override
        public void lost() {
            heard.add("lost");
        }
    }

    private static byte[] frame(int type, ByteBuffer payload) {
        return ByteBuffer.allocate(8 + payload.capacity())
                .put(0, (byte) type)
                .putInt(4, payload.capacity())
                .put(8, payload.array())
                .array();
    }

    private static byte[] started() {
        return frame(32, ByteBuffer.allocate(12).putInt(7).putLong(1_500_000_000L));
    }

    @Test
    void hearsAWholeLifeInPiecesOfAnySize() throws Exception {
        RecordingListener listener = new RecordingListener();
        try (Monitors monitors = new Monitors();
                UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.STREAM);
                Fd self = Pidfd.open(Credentials.pid())) {
            monitors.listen(pair.first().release(), listener);
            Message.send(pair.second(), started(), List.of(self));
            byte[] rest = ByteBuffer.allocate(8 + 29)
                    .put(frame(35, ByteBuffer.allocate(0)))
                    .put(frame(
                            34,
                            ByteBuffer.allocate(21)
                                    .putInt(137)
                                    .put((byte) 1)
                                    .putLong(1)
                                    .putLong(2)))
                    .array();
            for (byte one : rest) {
                Message.send(pair.second(), new byte[] {one});
            }
            await().until(() -> listener.heard.size() == 3);
            assertThat(listener.heard)
                    .containsExactly("started 7 true 1970-01-01T00:00:01.500Z", "running", "exited 137 true");
        }
    }

    @Test
    void tellsThatAMonitorWentWithoutAWord() throws Exception {
        RecordingListener listener = new RecordingListener();
        try (Monitors monitors = new Monitors()) {
            UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.STREAM);
            monitors.listen(pair.first().release(), listener);
            pair.close();
            await().until(() -> !listener.heard.isEmpty());
            assertThat(listener.heard).containsExactly("lost");
        }
    }

    @Test
    void givesUpOnNonsense() throws Exception {
        RecordingListener listener = new RecordingListener();
        try (Monitors monitors = new Monitors();
                UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.STREAM)) {
            monitors.listen(pair.first().release(), listener);
            Message.send(pair.second(), new byte[] {32, 0, 0, 0, 0x7f, 0, 0, 0, 1});
            await().until(() -> !listener.heard.isEmpty());
            assertThat(listener.heard).containsExactly("lost");
        }
    }
}
