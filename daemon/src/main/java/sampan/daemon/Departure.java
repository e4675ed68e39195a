package sampan.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sampan.cli.front.Succession;

/**
 * The end of an engine that was started on demand when a front of another build finds it: whoever builds or installs Sampan anew is served by what they built.
 * Containers do not notice, the next engine adopts them.
 */
final class Departure implements Succession {
    /** In this time a front that had already found the socket is accepted. */
    private static final Duration LAST_CALLERS = Duration.ofMillis(50);

    private final String home;
    private final Path execRoot;
    private final Path socket;
    private final CountDownLatch asked = new CountDownLatch(1);
    /** None until the engine is open. */
    private volatile @Nullable BooleanSupplier unused;

    /**
     * @param home the folder of this build; empty: unknown
     * @param execRoot where fronts hold the lock with which they start an engine
     * @param socket where fronts find this one
     */
    Departure(String home, Path execRoot, Path socket) {
        this.home = home;
        this.execRoot = execRoot;
        this.socket = socket;
    }

    /** From now on the engine may go where nobody uses it otherwise. */
    void allow(BooleanSupplier unused) {
        this.unused = unused;
    }

    @Override
    public synchronized boolean makesWay(String callersHome) {
        BooleanSupplier free = unused;
        if (home.isEmpty() || home.equals(callersHome) || free == null || !free.getAsBoolean()) {
            return false;
        }
        try {
            hide();
        } catch (IOException stuck) {
            return false;
        }
        asked.countDown();
        return true;
    }

    /** Takes the socket's name away, so that the next front starts another engine. */
    void hide() throws IOException {
        Files.deleteIfExists(socket);
    }

    /** Returns when those who had already found the socket have been served. */
    void leave(LongSupplier idleNanos) throws IOException, InterruptedException {
        hide();
        boolean alone = false;
        while (!alone) {
            alone = isAlone(idleNanos);
        }
    }

    /**
     * The same where nobody has come meanwhile. Otherwise the name comes back: a command may take hours, and whoever comes after it finds this engine. No other is
     * started as long as that is open.
     *
     * @param idleNanos for how long nobody has asked for anything
     * @return whether the name is gone
     */
    synchronized boolean leaveUnlessNeeded(LongSupplier idleNanos) throws IOException, InterruptedException {
        if (!Files.exists(socket)) {
            leave(idleNanos);
            return true;
        }
        Optional<StartLock> lock = StartLock.take(execRoot);
        if (lock.isEmpty()) {
            return false;
        }
        try (StartLock _ = lock.get()) {
            Path aside = socket.resolveSibling(socket.getFileName() + ".leaving");
            Files.move(socket, aside, StandardCopyOption.ATOMIC_MOVE);
            boolean alone = isAlone(idleNanos);
            if (alone) {
                Files.delete(aside);
            } else {
                Files.move(aside, socket, StandardCopyOption.ATOMIC_MOVE);
            }
            return alone;
        }
    }

    private static boolean isAlone(LongSupplier idleNanos) throws InterruptedException {
        Thread.sleep(LAST_CALLERS);
        return idleNanos.getAsLong() >= LAST_CALLERS.toNanos();
    }

    /** @return whether somebody asked within the time */
    boolean awaitAsked(Duration limit) throws InterruptedException {
        return asked.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }
}
