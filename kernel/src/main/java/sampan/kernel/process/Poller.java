package sampan.kernel.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Architecture;
import sampan.kernel.call.Call;

/**
 * epoll(7): one named platform thread that waits for many descriptors and calls back.
 *
 * <p>Callbacks run on that thread, one at a time, and must not block. Descriptors stay their owners': a registration is closed
 * before its descriptor is.
 */
public final class Poller implements AutoCloseable {
    public static final int IN = 0x1;
    public static final int PRI = 0x2;
    public static final int OUT = 0x4;
    public static final int ERR = 0x8;
    public static final int HUP = 0x10;
    public static final int RDHUP = 0x2000;
    public static final int ONESHOT = 1 << 30;
    public static final int EDGE = 1 << 31;

    private static final System.Logger LOG = System.getLogger(Poller.class.getName());
    private static final int CLOEXEC = 02000000;
    private static final int NONBLOCK = 04000;
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int MODIFY = 3;
    private static final int BATCH = 64;
    private static final long WAKE = 0;

    /** {@code struct epoll_event} is packed on x86-64 only. */
    private static final int EVENT_SIZE = Architecture.pick(12, 16);

    private static final int EVENT_TOKEN = Architecture.pick(4, 8);

    private final Fd epoll;
    private final Fd wake;
    private final Thread thread;
    private final AtomicLong tokens = new AtomicLong(WAKE + 1);
    private final Map<Long, Registration> registrations = new ConcurrentHashMap<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    private Poller(String name, Fd epoll, Fd wake) {
        this.epoll = epoll;
        this.wake = wake;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    /** What to do when a descriptor is ready. */
    @FunctionalInterface
    public interface Callback {
        /** @param events those of the constants above that hold; {@link #ERR} and {@link #HUP} unasked */
        void ready(int events) throws IOException;
    }

    /** Starts the thread. */
    public static Poller start(String threadName) throws SyscallException {
        try (Fd epoll = check(Call.EPOLL_CREATE1, Call.EPOLL_CREATE1.invoke(CLOEXEC));
                Fd wake = check(Call.EVENTFD2, Call.EVENTFD2.invoke(0, CLOEXEC | NONBLOCK))) {
            control(epoll, ADD, wake, IN, WAKE);
            Poller poller = new Poller(threadName, epoll.release(), wake.release());
            poller.thread.start();
            return poller;
        }
    }

    /** From now on, until the registration is closed, {@code callback} hears of these events. */
    public Registration register(Fd fd, int events, Callback callback) throws SyscallException {
        Registration registration = new Registration(tokens.getAndIncrement(), fd, callback);
        registrations.put(registration.token, registration);
        try {
            control(epoll, ADD, fd, events, registration.token);
            return registration;
        } catch (SyscallException e) {
            registrations.remove(registration.token);
            throw e;
        }
    }

    /** Runs the task on the thread, after the callbacks under way. */
    public void execute(Runnable task) {
        tasks.add(task);
        awake();
    }

    /** Ends the thread and waits for it, unless it is the caller. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        awake();
        if (!Thread.currentThread().equals(thread)) {
            awaitEnd();
        }
    }

    /** Waits for the thread. */
    void awaitEnd() {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awake() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocate(8, 8);
            one.set(JAVA_LONG, 0, 1);
            synchronized (wake) { // or the thread could end between the look and the write
                if (wake.isOpen()) {
                    Call.WRITE.once(wake.number(), one.address(), 8);
                }
            }
        }
    }

    private void run() {
        try {
            loop();
        } finally {
            synchronized (wake) {
                wake.close();
            }
        }
    }

    private void loop() {
        try (epoll;
                Arena arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate(BATCH * (long) EVENT_SIZE, 8);
            while (!closed) {
                long count = Call.EPOLL_PWAIT.once(epoll.number(), events.address(), BATCH, -1, 0, 8);
                if (count < 0 && count != -Errno.EINTR) {
                    throw new AssertionError(SyscallException.of(Call.EPOLL_PWAIT, count, epoll));
                }
                for (int i = 0; i < count && !closed; i++) {
                    MemorySegment event = events.asSlice(i * (long) EVENT_SIZE, EVENT_SIZE);
                    dispatch(event.get(JAVA_LONG_UNALIGNED, EVENT_TOKEN), event.get(JAVA_INT, 0));
                }
            }
        }
    }

    /** One callback's failure must not silence all the others. */
    private void dispatch(long token, int events) {
        try {
            if (token == WAKE) {
                drain();
                return;
            }
            Registration registration = registrations.get(token);
            if (registration != null) { // closed by an earlier callback of the same batch
                registration.callback.ready(events);
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "callback of " + thread.getName() + " failed", e);
        }
    }

    private void drain() {
        try (Arena arena = Arena.ofConfined()) {
            Call.READ.once(wake.number(), arena.allocate(8, 8).address(), 8);
        }
        Runnable task;
        while ((task = tasks.poll()) != null) {
            task.run();
        }
    }

    private static void control(Fd epoll, int operation, Fd fd, int events, long token) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(16, 8);
            event.set(JAVA_INT, 0, events);
            event.set(JAVA_LONG_UNALIGNED, EVENT_TOKEN, token);
            long result = Call.EPOLL_CTL.invoke(epoll.number(), operation, fd.number(), event.address());
            if (result < 0) {
                throw SyscallException.of(
                        Call.EPOLL_CTL, result, epoll, operation, fd, "0x" + Integer.toHexString(events));
            }
        }
    }

    private static Fd check(Call call, long result) throws SyscallException {
        if (result < 0) {
            throw SyscallException.of(call, result);
        }
        return Fd.of(result);
    }

    /** One descriptor's place in the poller. */
    public final class Registration implements AutoCloseable {
        private final long token;
        private final Fd fd;
        private final Callback callback;

        private Registration(long token, Fd fd, Callback callback) {
            this.token = token;
            this.fd = fd;
            this.callback = callback;
        }

        /** Other events from now on; also re-arms a {@link Poller#ONESHOT}. */
        public void change(int events) throws SyscallException {
            control(epoll, MODIFY, fd, events, token);
        }

        /** No callback begins after this, save one that is under way on the poller's thread. */
        @Override
        public void close() {
            if (registrations.remove(token) != null && fd.isOpen() && epoll.isOpen()) {
                Call.EPOLL_CTL.invoke(epoll.number(), DELETE, fd.number(), 0);
            }
        }
    }
}
