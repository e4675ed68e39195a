package sampan.cli.runtime;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import sampan.core.caller.Caller;
import sampan.kernel.Fd;
import sampan.kernel.file.Memfd;
import sampan.kernel.socket.Message;
import sampan.kernel.socket.Received;
import sampan.kernel.socket.UnixSocket;
import sampan.runtime.command.call.SpareNetworks;
import sampan.runtime.launch.NetworkCompiler;
import sampan.runtime.program.ProgramWriter;

/** A few network namespaces, made by a child of the engine once somebody has wanted one; they go with the engine. */
final class PreparedNetworks implements SpareNetworks {
    /** Made by one process, when fewer than these are left. */
    private static final int BATCH = 4;

    /** Of a failure in their place: which operation, and the kernel's answer. */
    private static final int LONGEST_WORD = 8;

    private final FrontInvocation.BinarySource binary;
    private final ConcurrentLinkedQueue<Fd> ready = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean making = new AtomicBoolean();

    PreparedNetworks(FrontInvocation.BinarySource binary) {
        this.binary = binary;
    }

    @Override
    public Optional<Fd> take() {
        Optional<Fd> taken = Optional.ofNullable(ready.poll());
        if (isShort() && making.compareAndSet(false, true)) {
            Thread.startVirtualThread(this::refill);
        }
        return taken;
    }

    private boolean isShort() {
        return ready.size() < BATCH;
    }

    private void refill() {
        try {
            if (isShort()) { // Another may have refilled since it was seen to be.
                make();
            }
        } catch (IOException failed) {
            System.getLogger(PreparedNetworks.class.getName())
                    .log(Level.DEBUG, "no network namespace could be prepared", failed);
        } finally {
            making.set(false);
        }
    }

    private void make() throws IOException {
        try (Fd asked = start()) {
            for (int i = 0; i < BATCH; i++) {
                ready.add(next(asked));
            }
        }
    }

    private Fd start() throws IOException {
        try (UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.STREAM);
                Fd program = Memfd.sealed("sampan-program", ProgramWriter.encode(NetworkCompiler.bare(BATCH)))) {
            Caller.local().launcher().launch(binary.get().memfd(), program, List.of(pair.second()));
            return pair.first().release();
        }
    }

    private static Fd next(Fd asked) throws IOException {
        Optional<Received> message = Message.receive(asked, LONGEST_WORD, 1);
        if (message.isEmpty()) {
            throw new IOException("the launch process ended without a word");
        }
        try (Received received = message.get()) {
            if (received.descriptors().isEmpty()) {
                throw new IOException("the launch process could not make one");
            }
            return received.descriptors().getFirst().release();
        }
    }
}
