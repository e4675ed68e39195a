package sampan.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import sampan.kernel.call.Call;

/**
 * An open descriptor of this process, closed by the block that opened it. Every descriptor Sampan opens is close-on-exec.
 *
 * <p>Ownership passes only through {@link #release()}, {@link #handOver()} or as a return value.
 */
public final class Fd implements AutoCloseable {
    private static final int CLOSED = -1;

    private final AtomicInteger number;

    private Fd(int number) {
        this.number = new AtomicInteger(number);
    }

    /** Takes ownership of a descriptor that a system call of this module just returned; as {@link #number()}, for this module only. */
    public static Fd of(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("not a descriptor: " + number);
        }
        return new Fd((int) number);
    }

    /**
     * The number, for a system call made while this object is open. Only this module may ask; a test holds the others to it.
     *
     * @throws IllegalStateException when it was closed or released
     */
    public int number() {
        int open = number.get();
        if (open == CLOSED) {
            throw new IllegalStateException("descriptor used after close");
        }
        return open;
    }

    /** A new owner of the same descriptor; this object then counts as closed. */
    public Fd release() {
        int open = number.getAndSet(CLOSED);
        if (open == CLOSED) {
            throw new IllegalStateException("descriptor released after close");
        }
        return new Fd(open);
    }

    /** The number, for another library whose native code owns the descriptor from now on; this object then counts as closed. */
    public int handOver() {
        int given = number();
        number.set(CLOSED);
        return given;
    }

    public boolean isOpen() {
        return number.get() != CLOSED;
    }

    /** Closes once; never fails, as close(2) frees the number whatever it answers. */
    @Override
    public void close() {
        int open = number.getAndSet(CLOSED);
        if (open != CLOSED) {
            Call.CLOSE.once(open); // frees the number whatever it answers
        }
    }

    @Override
    public String toString() {
        int open = number.get();
        return open == CLOSED ? "closed" : "fd " + open;
    }
}
