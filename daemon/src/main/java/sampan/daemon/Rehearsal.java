package sampan.daemon;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sampan.cli.Cli;
import sampan.cli.runtime.RuntimeCli;
import sampan.kernel.Fd;
import sampan.kernel.socket.Message;
import sampan.kernel.socket.PeerCredentials;
import sampan.kernel.socket.Received;
import sampan.kernel.socket.UnixSocket;

/**
 * A JVM's first call of anything is slow, as its classes must be linked first. What the first command of a new engine will need is therefore done once on other
 * processors, while the main thread still reads its options: a third of the time until the first answer.
 */
final class Rehearsal {
    private static final int ROOM = 64;

    private Rehearsal() {}

    /** Returns at once. Nothing depends on what it does. */
    static void start() {
        Thread.ofPlatform().daemon().name("rehearse-socket").start(new Socket());
        Thread.ofPlatform().daemon().name("rehearse-words").start(new Words());
    }

    /** For a JVM of one command of the runtime. */
    static void start(RuntimeCli cli) {
        Thread.ofPlatform().daemon().name("rehearse-documents").start(RuntimeCli::rehearseDocuments);
        Thread.ofPlatform().daemon().name("rehearse-machine").start(cli::rehearseMachine);
    }

    /** Classes and not lambdas: the JVM's first lambda takes it as long as what is rehearsed. */
    private static final class Socket implements Runnable {
        @Override
        public void run() {
            socket();
        }
    }

    private static final class Words implements Runnable {
        @Override
        public void run() {
            Cli.rehearse();
        }
    }

    private static void socket() {
        try (UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.SEQPACKET);
                Fd one = pair.first()) {
            Message.send(one, new byte[1], List.of(one));
            PeerCredentials.of(one);
            Optional<Received> received = Message.receive(pair.second(), ROOM, 1);
            if (received.isPresent()) {
                received.get().close();
            }
        } catch (IOException unable) {
            // the real thing will say why
        }
    }
}
