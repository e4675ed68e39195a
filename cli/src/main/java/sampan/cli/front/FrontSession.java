package sampan.cli.front;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import sampan.core.caller.Caller;
import sampan.core.caller.HostFiles;
import sampan.core.error.EngineException;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.socket.PeerCredentials;
import sampan.runtime.command.call.Invocation;

/** One command's caller, while the command runs: its words, its streams, its hands. */
public final class FrontSession implements AutoCloseable {
    private static final int SIGHUP = 1;
    private static final int ENDED_EXIT = 0;
    private static final int ENDED_DETACHED = 1;
    private static final int ENDED_FAILED = 3;

    private final FrontConnection connection;
    private final FrontRequest request;
    private final PeerCredentials peer;
    private final Caller caller;
    private final CallerOutput out;
    private final CallerOutput err;
    private final LinkedBlockingQueue<FrontMessage> answers = new LinkedBlockingQueue<>();
    private final Openings openings = new Openings();
    private final List<Fd> last = new ArrayList<>();
    private final Cancellation cancellation = new Cancellation();
    private final Executor ears;
    private final AtomicBoolean listening = new AtomicBoolean();
    private final ReentrantLock receiving = new ReentrantLock();
    private final boolean allowed;
    private volatile IntConsumer signals;
    private volatile int window;
    private volatile boolean gone;

    /** @param ears gets the thread that hears the front, of which most commands have no need */
    FrontSession(
            FrontConnection connection, FrontRequest request, PeerCredentials peer, boolean allowed, Executor ears) {
        this.ears = ears;
        this.allowed = allowed;
        this.peer = peer;
        this.connection = connection;
        this.request = request;
        SharedMounts mounts = new SharedMounts(peer.pid());
        // A runtime's caller brings all that the launch needs, from wherever it is.
        boolean runtime = request.part() == FrontRequest.Part.RUNTIME;
        HostFiles files = new FrontHostFiles(this, peer, mounts);
        caller = new Caller(files, new FrontLauncher(connection, files.user(), mounts, runtime));
        out = new CallerOutput(request.streams().get(1));
        err = new CallerOutput(request.streams().get(2));
        signals = cancellation;
        window = request.rows() << 16 | request.columns();
    }

    public FrontRequest request() {
        return request;
    }

    /** For the engine: opens host paths and starts launch processes as the caller. */
    public Caller caller() {
        return caller;
    }

    /** Who calls. */
    public PeerCredentials peer() {
        return peer;
    }

    public Fd stdin() {
        return request.streams().getFirst();
    }

    public CallerOutput out() {
        return out;
    }

    public CallerOutput err() {
        return err;
    }

    /** Of the caller's terminal; 0: there is none. */
    public int rows() {
        return window >>> 16;
    }

    public int columns() {
        return window & 0xffff;
    }

    /** Waits for something, unless a signal comes first. */
    public <T> T await(Cancellable<T> wait) throws IOException {
        listen();
        return cancellation.during(wait::get);
    }

    /** Something that waits, and can be interrupted without harm. */
    @FunctionalInterface
    public interface Cancellable<T> {
        T get() throws IOException, InterruptedException;
    }

    /** Between two steps of a command: goes no further when a signal has come. */
    public void checkCancelled() throws Cancelled {
        listen();
        cancellation.check();
    }

    /**
     * Pumps between the caller's streams and a monitor's, in the caller's process, until the end.
     *
     * @param stream stays open here and belongs to the caller of this method
     * @param process gets the signals that cannot go by the stream, if {@code flags} has them passed on: input that the process does not read may be in their way
     */
    public AttachResult attach(Fd stream, Set<AttachFlag> flags, byte[] detachKeys, IntConsumer process)
            throws IOException {
        return attach(stream, flags, detachKeys, process, Optional.empty());
    }

    /** @param ending what is to be begun when a process ends; not where the caller says something before */
    public AttachResult attach(
            Fd stream,
            Set<AttachFlag> flags,
            byte[] detachKeys,
            IntConsumer process,
            Optional<Invocation.Ending> ending)
            throws IOException {
        if (!flags.contains(AttachFlag.SIGNALS)) {
            return attach(stream, flags, detachKeys, ending);
        }
        signals = process;
        cancellation.take().ifPresent(this::signal);
        try {
            return attach(stream, flags, detachKeys, ending);
        } finally {
            signals = cancellation;
        }
    }

    private AttachResult attach(Fd stream, Set<AttachFlag> flags, byte[] detachKeys, Optional<Invocation.Ending> ending)
            throws IOException {
        connection.attach(stream, AttachFlag.bits(flags), detachKeys);
        settle();
        if (ending.isPresent()
                && !listening.get()
                && connection.awaitEnd(ending.get().process())) {
            begin(ending.get());
        }
        try (FrontMessage done = answer(FrontMessage.DONE)) {
            int end = done.payload().remaining() < Integer.BYTES
                    ? -1
                    : done.payload().getInt();
            return switch (end) {
                case ENDED_EXIT -> new AttachResult.Exited(done.value());
                case ENDED_DETACHED -> new AttachResult.Detached();
                case ENDED_FAILED -> new AttachResult.Failed(done.value());
                default -> new AttachResult.Lost();
            };
        }
    }

    /** What fails is tried again at the end, by whoever gave it: the caller is to hear how its process ended in any case. */
    private static void begin(Invocation.Ending ending) {
        try {
            ending.work().begin();
        } catch (IOException failed) {
            logger().log(Level.DEBUG, "what may be done early failed", failed);
        }
    }

    /** open(2) by the caller. */
    synchronized Fd open(String path, int flags, int mode) throws IOException {
        Openings.Wish wish = new Openings.Wish(path, flags, mode);
        ask(wish);
        return opened(wish, "open(\"" + path + "\")");
    }

    /** Asks for what will be wanted soon, and does not wait: a later {@link #open} of the same finds it done. */
    synchronized void ahead(String path, int flags) throws IOException {
        ask(new Openings.Wish(path, flags, 0));
    }

    private void ask(Openings.Wish wish) throws IOException {
        if (!openings.knows(wish)) {
            connection.open(wish.path(), wish.flags(), wish.mode());
            openings.add(wish);
        }
    }

    /** A descriptor the front was started with, 3 or more. */
    public synchronized Fd inherited(int number) throws IOException {
        Openings.Wish wish = new Openings.Wish("", number, 0);
        connection.inherited(number);
        openings.add(wish);
        return opened(wish, "dup(" + number + ")");
    }

    /** Where the caller's pager reads, which the front has started; none, when there is none. */
    public synchronized Optional<CallerOutput> pager() throws IOException {
        Openings.Wish wish = new Openings.Wish("", -1, 0);
        connection.page();
        openings.add(wish);
        try {
            return Optional.of(new CallerOutput(opened(wish, "pager")));
        } catch (SyscallException none) {
            return Optional.empty();
        }
    }

    private synchronized void settle() throws IOException {
        while (openings.awaited()) {
            openings.put(answer(FrontMessage.OPENED));
        }
    }

    private FrontMessage answerTo(Openings.Wish wish) throws IOException {
        FrontMessage found = openings.take(wish);
        while (found == null) {
            openings.put(answer(FrontMessage.OPENED));
            found = openings.take(wish);
        }
        return found;
    }

    private Fd opened(Openings.Wish wish, String call) throws IOException {
        try (FrontMessage opened = answerTo(wish)) {
            if (opened.value() != 0 || opened.descriptors().size() != 1) {
                int errno = opened.value() == 0 ? Errno.EBADMSG : opened.value();
                throw new SyscallException(call, errno);
            }
            return opened.descriptors().getFirst().release();
        }
    }

    private FrontMessage answer(int type) throws IOException {
        FrontMessage message = next();
        if (message.type() == type) {
            return message;
        }
        message.close();
        if (message.type() == FrontMessage.GONE.type()) {
            answers.add(message);
            throw new CallerGone();
        }
        throw new IOException("message " + message.type() + " from the front in place of " + type);
    }

    /** Received here, unless a thread does nothing else: to be woken by another thread costs more than most answers. */
    private FrontMessage next() throws IOException {
        while (answers.isEmpty() && !listening.get()) {
            if (receiving.tryLock()) {
                try {
                    receiveOne();
                } finally {
                    receiving.unlock();
                }
            }
        }
        try {
            return answers.take();
        } catch (InterruptedException interrupted) {
            throw new IOException("interrupted", interrupted);
        }
    }

    /** From here on signals, and the caller's end, are heard at once. */
    private void listen() {
        if (listening.compareAndSet(false, true)) {
            boolean started = false;
            try {
                ears.execute(new Ear(this));
                started = true;
            } finally {
                listening.set(started);
            }
        }
    }

    private record Ear(FrontSession session) implements Runnable {
        @Override
        public void run() {
            session.receive();
        }
    }

    /** Until the front has gone, which it does after the command's last word. */
    void receive() {
        receiving.lock();
        try {
            while (!gone) {
                receiveOne();
            }
        } finally {
            receiving.unlock();
        }
    }

    private void receiveOne() {
        try {
            take(connection.receive());
        } catch (IOException broken) {
            take(FrontMessage.GONE);
        }
    }

    private void take(FrontMessage message) {
        switch (message.type()) {
            case FrontMessage.SIGNAL -> signal(message.value());
            case FrontMessage.WINDOW -> window = message.value();
            case FrontMessage.OPENED, FrontMessage.DONE -> answers.add(message);
            default -> {
                // Closed, or not what a front says: nobody is there whom the command could still serve.
                message.close();
                gone = true;
                answers.add(FrontMessage.GONE);
                cancellation.cancel(SIGHUP);
            }
        }
    }

    private void signal(int number) {
        try {
            signals.accept(number);
        } catch (EngineException ended) {
            logger().log(Level.DEBUG, "signal " + number + " comes too late");
        }
    }

    boolean allowed() {
        return allowed;
    }

    /** Takes a descriptor over, which is closed when the front has gone. */
    public void closeLast(Fd descriptor) {
        last.add(descriptor.release());
    }

    /** The command's last word. Its output ends before its status is known, so that a reader of the output is not kept waiting. */
    void end(int status) {
        request.close();
        try {
            connection.exit(status);
        } catch (IOException unheard) {
            logger().log(Level.DEBUG, "nobody waits for the exit status");
        }
    }

    /** Everything that came with the request or after it; the connection is its receiver's. */
    @Override
    public void close() {
        request.close();
        openings.close();
        for (FrontMessage unread : List.copyOf(answers)) {
            unread.close();
        }
        last.forEach(Fd::close);
    }

    /** Not a constant: the first logger takes longer than the first answer. */
    private static Logger logger() {
        return System.getLogger(FrontSession.class.getName());
    }
}
