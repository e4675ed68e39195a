package sampan.cli.front;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends a command that waits. The thread is interrupted only inside {@link #during}: elsewhere an interrupt could hit the engine in the middle of a change, and
 * the JDK closes a file channel that is interrupted.
 */
final class Cancellation implements IntConsumer {
    private int signal;
    private @Nullable Thread waiting;

    /** Something that waits, and can be interrupted without harm. */
    @FunctionalInterface
    interface Wait<T> {
        T get() throws IOException, InterruptedException;
    }

    @Override
    public void accept(int number) {
        cancel(number);
    }

    synchronized void cancel(int number) {
        signal = number;
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    /** A signal that has come and ended nothing yet, for somebody else; it is forgotten here. */
    synchronized OptionalInt take() {
        int number = signal;
        signal = 0;
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    synchronized void check() throws Cancelled {
        if (signal != 0) {
            throw new Cancelled(signal);
        }
    }

    <T> T during(Wait<T> wait) throws IOException {
        begin();
        try {
            return wait.get();
        } catch (InterruptedException interrupted) {
            check();
            throw new IOException("interrupted", interrupted);
        } finally {
            end();
        }
    }

    private synchronized void begin() throws Cancelled {
        check();
        waiting = Thread.currentThread();
    }

    /** Clears an interrupt that came too late, so that it does not hit the thread's next work. */
    private synchronized void end() {
        waiting = null;
        boolean ignored = Thread.interrupted();
    }
}
