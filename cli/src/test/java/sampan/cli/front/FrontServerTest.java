package sampan.cli.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Memfd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Pipe;
import sampan.kernel.file.Read;
import sampan.kernel.process.Pidfd;
import sampan.kernel.socket.PeerCredentials;
import sampan.kernel.socket.UnixSocket;
import sampan.runtime.command.call.Invocation;

@Timeout(300)
final class FrontServerTest {
    @TempDir
    private Path folder;

    private FrontServer server;

    @AfterEach
    void closeServer() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aCommandGetsItsWordsAndAnswersOnTheCallersStreams() throws IOException {
        serve(session -> {
            FrontRequest request = session.request();
            session.out()
                    .println(request.arguments() + " " + request.environment().get("A") + " " + request.directory());
            session.err()
                    .print(request.isTerminal(0) + " " + request.isTerminal(1) + " " + session.rows() + "x"
                            + session.columns());
            return 7;
        });
        try (TestFront front = connect()) {
            front.request(List.of("ps", "-a", ""), List.of("A=1=2", "A=3", "nothing", "B="));
            assertExit(front, 7);
            assertThat(front.stdout()).isEqualTo("[ps, -a, ] 1=2 /\n");
            assertThat(front.stderr()).isEqualTo("false true 24x80");
        }
    }

    /** The thread that accepts may be in the midst of it, and get one more. */
    @Test
    void whoComesAfterTheEndIsNotHeard() throws IOException {
        AtomicInteger heard = new AtomicInteger();
        serve(_ -> heard.incrementAndGet());
        server.close();
        assertThatThrownBy(() -> {
                    try (TestFront front = connect()) {
                        front.request(List.of("ps"), List.of());
                        front.hear();
                    }
                })
                .isInstanceOf(SyscallException.class)
                .hasMessageMatching("(?s).*(ECONNREFUSED|ECONNRESET|EPIPE).*");
        assertThat(heard).hasValue(0);
    }

    @Test
    void theCallerOpensHostPaths() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "content");
        serve(session -> {
            try (Fd opened = session.caller().files().open(file.toString(), OpenFlags.O_RDONLY, 0)) {
                session.out().write(Read.all(opened, 100));
            }
            session.caller().files().open("/secret", OpenFlags.O_RDONLY, 0).close();
            return 0;
        });
        try (TestFront front = connect()) {
            front.request(List.of(), List.of());
            FrontMessage open = front.hear();
            assertThat(open.type()).isEqualTo(FrontMessage.OPEN);
            assertThat(open.value()).isEqualTo(OpenFlags.O_CLOEXEC);
            assertThat(open.payload().getInt()).isZero();
            assertThat(StandardCharsets.UTF_8.decode(open.payload()).toString()).isEqualTo(file + "\0");
            try (Fd opened = Open.open(file, 0)) {
                front.say(FrontMessage.OPENED, 0, new byte[0], List.of(opened));
            }
            assertThat(front.hear().type()).isEqualTo(FrontMessage.OPEN);
            front.say(FrontMessage.OPENED, 13, new byte[0], List.of());
            assertExit(front, 125);
            assertThat(front.stdout()).isEqualTo("content");
            assertThat(front.stderr()).contains("open(\"/secret\") = EACCES");
        }
    }

    @Test
    void missingFoldersAreMadeWhereTheCallerIsRoot() throws IOException {
        Path wanted = folder.resolve("a/b");
        serve(session -> {
            session.caller().files().openOrMakeFolder(wanted.toString()).close();
            return 0;
        });
        try (TestFront front = connect()) {
            front.request(List.of(), List.of());
            FrontMessage message = front.hear();
            while (message.type() == FrontMessage.OPEN) {
                int flags = message.value();
                message.payload().getInt();
                String path = StandardCharsets.UTF_8.decode(message.payload()).toString();
                try (Fd opened = Open.open(Path.of(path.substring(0, path.length() - 1)), flags)) {
                    front.say(FrontMessage.OPENED, 0, new byte[0], List.of(opened));
                } catch (SyscallException missing) {
                    front.say(FrontMessage.OPENED, missing.errno(), new byte[0], List.of());
                }
                message = front.hear();
            }
            assertThat(message.value()).isZero();
            assertThat(wanted).isDirectory();
        }
    }

    @Test
    void anAttachmentEndsAsTheFrontSays() throws IOException {
        serve(session -> {
            try (UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.STREAM)) {
                session.caller().launcher().launch(pair.first(), pair.second(), List.of(pair.first()));
                AttachResult result = session.attach(
                        pair.first(),
                        Set.of(AttachFlag.STDOUT, AttachFlag.RAW, AttachFlag.SIGNALS),
                        new byte[] {16, 17},
                        _ -> {});
                return result instanceof AttachResult.Exited(int code) ? code : 1;
            }
        });
        try (TestFront front = connect()) {
            front.request(List.of(), List.of());
            try (FrontMessage launch = front.hear()) {
                assertThat(launch.type()).isEqualTo(FrontMessage.LAUNCH);
                assertThat(launch.descriptors()).hasSize(3);
            }
            try (FrontMessage attach = front.hear()) {
                assertThat(attach.type()).isEqualTo(FrontMessage.ATTACH);
                assertThat(attach.value()).isEqualTo(2 | 8 | 16);
                assertThat(attach.payload().remaining()).isEqualTo(2);
                assertThat(attach.descriptors()).hasSize(1);
            }
            front.say(FrontMessage.DONE, 42, new byte[4], List.of());
            assertExit(front, 42);
        }
    }

    /** That is tried again at the end. */
    @Test
    void whatCannotBeDoneEarlyDoesNotCostTheExitCode() throws IOException {
        AtomicInteger begun = new AtomicInteger();
        serve(session -> {
            Process process = new ProcessBuilder("sleep", "100").start();
            try (UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.STREAM);
                    Fd ended = Pidfd.open((int) process.pid())) {
                process.destroy();
                assertThat(Pidfd.ended(ended, Duration.ofMinutes(1))).isTrue();
                AttachResult result = session.attach(
                        pair.first(),
                        Set.of(AttachFlag.SIGNALS),
                        new byte[0],
                        _ -> {},
                        Optional.of(new Invocation.Ending(ended, () -> {
                            begun.incrementAndGet();
                            throw new IOException("not yet");
                        })));
                return result instanceof AttachResult.Exited(int code) ? code : 1;
            }
        });
        try (TestFront front = connect()) {
            front.request(List.of(), List.of());
            try (FrontMessage attach = front.hear()) {
                assertThat(attach.type()).isEqualTo(FrontMessage.ATTACH);
            }
            front.say(FrontMessage.DONE, 42, new byte[4], List.of());
            assertExit(front, 42);
        }
        assertThat(begun).hasValue(1);
    }

    @Test
    void aSignalDuringAnAttachmentIsTheProcesss() throws IOException {
        AtomicInteger heard = new AtomicInteger();
        serve(session -> {
            try (UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.STREAM)) {
                session.attach(pair.first(), Set.of(AttachFlag.SIGNALS), new byte[0], heard::set);
                return session.await(heard::get);
            }
        });
        try (TestFront front = connect()) {
            front.request(List.of(), List.of());
            front.hear().close();
            front.say(FrontMessage.SIGNAL, 15, new byte[0], List.of());
            front.say(FrontMessage.DONE, 0, new byte[4], List.of());
            assertExit(front, 15);
        }
    }

    @Test
    void aSignalEndsACommandThatWaits() throws IOException {
        serve(session -> session.await(() -> {
            new CountDownLatch(1).await();
            return 0;
        }));
        try (TestFront front = connect()) {
            front.request(List.of(), List.of());
            front.say(FrontMessage.SIGNAL, 2, new byte[0], List.of());
            assertExit(front, 130);
        }
    }

    @Test
    void aCommandWhoseCallerIsGoneEnds() throws IOException, InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        serve(session -> {
            try {
                return session.await(() -> {
                    new CountDownLatch(1).await();
                    return 0;
                });
            } finally {
                ended.countDown();
            }
        });
        try (TestFront front = connect()) {
            front.request(List.of(), List.of());
        }
        ended.await();
    }

    @Test
    void aClosedStdoutEndsTheCommandQuietly() throws IOException {
        serve(session -> {
            while (true) {
                session.out().println("more");
            }
        });
        try (TestFront front = connect()) {
            front.out.readEnd().close();
            front.request(List.of(), List.of());
            assertExit(front, 141);
            assertThat(front.stderr()).isEmpty();
        }
    }

    @Test
    void aWindowThatChangesIsKnown() throws IOException {
        serve(session -> session.await(() -> {
            while (session.rows() != 50) {
                Thread.onSpinWait();
            }
            return session.columns();
        }));
        try (TestFront front = connect()) {
            front.request(List.of(), List.of());
            front.say(FrontMessage.WINDOW, 50 << 16 | 100, new byte[0], List.of());
            assertExit(front, 100);
        }
    }

    @Test
    void whatIsNoRequestEndsTheConnectionAndNothingElse() throws IOException {
        serve(_ -> 3);
        try (TestFront front = connect()) {
            front.say(99, 0, new byte[0], List.of());
            assertThat(front.hear()).isSameAs(FrontMessage.GONE);
        }
        try (TestFront front = connect();
                Fd strings = TestFront.strings(List.of("a"), List.of())) {
            front.request(5, 0, strings);
            assertThat(front.hear()).isSameAs(FrontMessage.GONE);
        }
        try (TestFront front = connect()) {
            front.request(-1, -1, Memfd.sealed("x", new byte[] {'a'}));
            assertThat(front.hear()).isSameAs(FrontMessage.GONE);
        }
        try (TestFront front = connect();
                Pipe pipe = Pipe.open()) {
            front.request(0, 0, pipe.readEnd().release());
            assertThat(front.hear()).isSameAs(FrontMessage.GONE);
        }
        try (TestFront front = connect()) {
            front.request(List.of(), List.of());
            assertExit(front, 3);
        }
    }

    @Test
    void onlyRootTheEnginesUserAndTheGroupMayCommand() {
        FrontAccess access = new FrontAccess(1000, OptionalLong.of(77));
        assertThat(access.allows(new PeerCredentials(1, 0, 0, List.of()))).isTrue();
        assertThat(access.allows(new PeerCredentials(1, 1000, 1000, List.of()))).isTrue();
        assertThat(access.allows(new PeerCredentials(1, 5, 77, List.of()))).isTrue();
        assertThat(access.allows(new PeerCredentials(1, 5, 5, List.of(1L, 77L))))
                .isTrue();
        assertThat(access.allows(new PeerCredentials(1, 5, 5, List.of(5L)))).isFalse();
        assertThat(new FrontAccess(0, OptionalLong.empty()).allows(new PeerCredentials(1, 5, 77, List.of(77L))))
                .isFalse();
    }

    @Test
    void aTooLongPathIsRefusedHere() throws IOException {
        try (UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.SEQPACKET);
                FrontConnection connection = new FrontConnection(pair.first())) {
            assertThatThrownBy(() -> connection.open("x".repeat(70_000), 0, 0)).hasMessageEndingWith("ENAMETOOLONG");
        }
    }

    @Test
    void anEngineThatMakesWaySaysSoAndDoesNothing() throws IOException {
        List<String> asked = new ArrayList<>();
        serve(_ -> 9, home -> asked.add(home));
        try (TestFront front = connect()) {
            front.request(List.of("rm", "-f", "x"), List.of());
            try (FrontMessage answer = front.hear()) {
                assertThat(answer.type()).isEqualTo(FrontMessage.ANEW);
            }
            assertThat(asked).containsExactly(TestFront.HOME);
        }
    }

    private void serve(FrontHandler handler) throws IOException {
        serve(handler, _ -> false);
    }

    private void serve(FrontHandler handler, Succession succession) throws IOException {
        Fd listener =
                UnixSocket.listen(folder.resolve("front.sock"), UnixSocket.Type.SEQPACKET, UnixSocket.Access.owner());
        server = new FrontServer(listener, new FrontAccess(0, OptionalLong.empty()), handler, succession);
        server.start();
    }

    private TestFront connect() throws IOException {
        return new TestFront(UnixSocket.connect(folder.resolve("front.sock"), UnixSocket.Type.SEQPACKET));
    }

    private static void assertExit(TestFront front, int status) throws IOException {
        try (FrontMessage exit = front.hear()) {
            assertThat(exit.type()).isEqualTo(FrontMessage.EXIT);
            assertThat(exit.value()).isEqualTo(status);
        }
    }
}
