package sampan.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of an idle engine, and who comes at that moment. */
final class DepartureTest {
    private static final long NOBODY_FOR_YEARS = Long.MAX_VALUE;

    @TempDir
    Path execRoot;

    private Path socket = Path.of("");
    private Optional<ServerSocketChannel> listener = Optional.empty();

    @BeforeEach
    void listen() throws IOException {
        socket = execRoot.resolve("front.sock");
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(socket));
        listener = Optional.of(channel);
    }

    @AfterEach
    void close() throws IOException {
        listener.orElseThrow().close();
    }

    private Departure departure() {
        return new Departure("", execRoot, socket);
    }

    @Test
    void whoComesAtTheLastMomentKeepsTheEngineForThoseWhoComeAfter() throws Exception {
        boolean gone = departure().leaveUnlessNeeded(() -> 0);

        assertThat(gone).isFalse();
        SocketChannel.open(UnixDomainSocketAddress.of(socket)).close();
    }

    @Test
    void noEngineIsStartedUntilItIsCertain() throws Exception {
        boolean gone = departure().leaveUnlessNeeded(() -> {
            assertThat(socket).doesNotExist();
            assertThat(canStart()).isFalse();
            return NOBODY_FOR_YEARS;
        });

        assertThat(gone).isTrue();
        assertThat(socket).doesNotExist();
        assertThat(canStart()).isTrue();
        try (var left = Files.list(execRoot)) {
            assertThat(left).containsExactly(execRoot.resolve("start.lock"));
        }
    }

    private boolean canStart() {
        try {
            Optional<StartLock> lock = StartLock.take(execRoot);
            lock.ifPresent(StartLock::close);
            return lock.isPresent();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void whereSomebodyIsStartingOneItStays() throws Exception {
        try (StartLock _ = StartLock.take(execRoot).orElseThrow()) {
            assertThat(departure().leaveUnlessNeeded(() -> NOBODY_FOR_YEARS)).isFalse();
        }
        assertThat(socket).exists();
    }

    @Test
    void whoseSocketWasTakenAwayEnds() throws Exception {
        Files.delete(socket);

        assertThat(departure().leaveUnlessNeeded(() -> NOBODY_FOR_YEARS)).isTrue();
    }
}
