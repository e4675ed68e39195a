package sampan.kernel.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.DescriptorLeaks;
import sampan.kernel.Fd;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.FileType;
import sampan.kernel.file.Memfd;
import sampan.kernel.file.Read;
import sampan.kernel.file.Stat;
import sampan.kernel.process.Credentials;

@ExtendWith(DescriptorLeaks.class)
class UnixSocketTest {
    @TempDir
    Path folder;

    @Test
    void aListenerHasItsModeAndGroup() throws IOException {
        assumeTrue(Credentials.effectiveUid() == 0);
        Path path = folder.resolve("front.sock");
        try (Fd listener = UnixSocket.listen(path, UnixSocket.Type.SEQPACKET, UnixSocket.Access.group(7))) {
            FileStatus status = Stat.of(path);
            assertThat(status.type()).isEqualTo(FileType.SOCKET);
            assertThat(status.mode()).isEqualTo(0660);
            assertThat(status.gid()).isEqualTo(7);
            assertThat(listener.isOpen()).isTrue();
        }
    }

    @Test
    void pathsLongerThanSunPathWork() throws IOException {
        Path deep = folder.resolve("d".repeat(120)).resolve("e".repeat(120));
        Files.createDirectories(deep);
        Path path = deep.resolve("monitor.sock");
        try (Fd listener = UnixSocket.listen(path, UnixSocket.Type.STREAM, UnixSocket.Access.owner());
                Fd client = UnixSocket.connect(path, UnixSocket.Type.STREAM);
                Fd server = UnixSocket.accept(listener)) {
            Message.send(client, "hello".getBytes(UTF_8));
            UnixSocket.shutdownWrite(client);
            assertThat(new String(Read.all(server, 100), UTF_8)).isEqualTo("hello");
        }
    }

    @Test
    void aSocketLeftByAnEndedProcessIsReplacedAndAFileIsNot() throws IOException {
        Path path = folder.resolve("s");
        UnixSocket.listen(path, UnixSocket.Type.STREAM, UnixSocket.Access.owner())
                .close();
        UnixSocket.listen(path, UnixSocket.Type.STREAM, UnixSocket.Access.owner())
                .close();
        Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() ->
                        UnixSocket.listen(folder.resolve("file"), UnixSocket.Type.STREAM, UnixSocket.Access.owner()))
                .hasMessage("bind(\"file\") = EADDRINUSE");
    }

    @Test
    void nobodyListening() {
        assertThatThrownBy(() -> UnixSocket.connect(folder.resolve("none"), UnixSocket.Type.STREAM))
                .hasMessageStartingWith("connect(")
                .hasMessageEndingWith("= ENOENT");
    }

    @Test
    void descriptorsTravelWithAMessage() throws IOException {
        try (UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.SEQPACKET);
                Fd memfd = Memfd.sealed("x", "content".getBytes(UTF_8))) {
            Message.send(pair.first(), "take".getBytes(UTF_8), List.of(memfd, memfd));
            try (Received received = Message.receive(pair.second(), 64, 2).orElseThrow()) {
                assertThat(received.payload()).isEqualTo("take".getBytes(UTF_8));
                assertThat(received.descriptors()).hasSize(2);
                byte[] content = new byte[7];
                Read.at(received.descriptors().getFirst(), content, 0);
                assertThat(content).isEqualTo("content".getBytes(UTF_8));
            }
        }
    }

    @Test
    void moreDescriptorsThanExpectedAreAnErrorAndAllClosed() throws IOException {
        try (UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.SEQPACKET);
                Fd memfd = Memfd.create("x")) {
            for (int expected = 0; expected < 3; expected++) {
                int most = expected;
                Message.send(pair.first(), "take".getBytes(UTF_8), List.of(memfd, memfd, memfd));
                assertThatThrownBy(() -> Message.receive(pair.second(), 64, most))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("more descriptors than the " + most);
            }
        }
    }

    @Test
    void aMessageThatIsTooLongIsAnErrorAndItsDescriptorsAreClosed() throws IOException {
        try (UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.SEQPACKET);
                Fd memfd = Memfd.create("x")) {
            Message.send(pair.first(), new byte[65], List.of(memfd));
            assertThatThrownBy(() -> Message.receive(pair.second(), 64, 1)).hasMessage("message of more than 64 bytes");
        }
    }

    @Test
    void theEndIsEmptyAndWritingToItIsAnErrorWithoutASignal() throws IOException {
        try (UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.STREAM)) {
            pair.second().close();
            assertThat(Message.receive(pair.first(), 10, 0)).isEqualTo(Optional.empty());
            assertThatThrownBy(() -> Message.send(pair.first(), new byte[1])).hasMessageEndingWith("= EPIPE");
        }
    }

    @Test
    void thePeerIsKnownByTheKernel() throws IOException {
        try (UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.STREAM)) {
            PeerCredentials peer = PeerCredentials.of(pair.first());
            assertThat(peer)
                    .isEqualTo(new PeerCredentials(
                            Credentials.pid(),
                            Credentials.effectiveUid(),
                            Credentials.effectiveGid(),
                            Credentials.groups()));
        }
    }
}
