package sampan.api.http;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import sampan.kernel.file.BlockInputStream;

/**
 * Bytes from an event loop to a thread that may wait for them. When many are waiting to be read, the loop is to stop for a while.
 *
 * <p>With a lock and no monitor, from which a virtual thread comes back by way of a second thread.
 */
final class Inflow extends BlockInputStream {
    private static final int MUCH = 256 << 10;
    /** What all archives together may have waiting before {@link #MUCH} counts for one: a client that is told to stop takes long to go on. */
    private static final long MUCH_OF_ALL = 4 << 20;

    private static final AtomicLong ALL = new AtomicLong();

    private final Runnable resume;
    private final Lock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final Deque<ByteBuf> parts = new ArrayDeque<>();
    private int waiting;
    private boolean archive;
    private boolean paused;
    private boolean complete;
    private boolean unwanted;
    private @Nullable String broken;

    /** @param resume asks the loop for more */
    Inflow(Runnable resume) {
        this.resume = resume;
    }

    /** It is one that somebody reads as fast as he can. */
    void beArchive() {
        lock.lock();
        try {
            if (!archive) {
                archive = true;
                ALL.addAndGet(waiting);
            }
        } finally {
            lock.unlock();
        }
    }

    private void count(int bytes) {
        waiting += bytes;
        if (archive) {
            ALL.addAndGet(bytes);
        }
    }

    private boolean isMuch() {
        return waiting > MUCH && !(archive && ALL.get() <= MUCH_OF_ALL);
    }

    /** Takes the bytes over. False: enough for now. */
    boolean add(ByteBuf bytes) {
        lock.lock();
        try {
            if (unwanted || complete || !bytes.isReadable()) {
                bytes.release();
                return true;
            }
            parts.add(bytes);
            count(bytes.readableBytes());
            change.signalAll();
            paused |= isMuch(); // only the reader ends a pause: it is the one who asks for more then
            return !paused;
        } finally {
            lock.unlock();
        }
    }

    /** There is no more. */
    void end() {
        finish(null);
    }

    /** There should be more, and never will. */
    void fail(String reason) {
        finish(reason);
    }

    private void finish(@Nullable String reason) {
        lock.lock();
        try {
            if (!complete) {
                broken = reason;
                complete = true;
                change.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isBroken() {
        lock.lock();
        try {
            return broken != null;
        } finally {
            lock.unlock();
        }
    }

    boolean isComplete() {
        lock.lock();
        try {
            return complete;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody reads any more: what comes is dropped. */
    @Override
    public void close() {
        boolean wake;
        lock.lock();
        try {
            unwanted = true;
            parts.forEach(ByteBuf::release);
            parts.clear();
            count(-waiting);
            wake = paused && !complete;
            paused = false;
            change.signalAll();
        } finally {
            lock.unlock();
        }
        if (wake) {
            resume.run();
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        boolean wake = false;
        int got;
        lock.lock();
        try {
            if (first() == null) {
                return -1;
            }
            got = take(target, offset, length);
            count(-got);
            if (paused && waiting <= MUCH / 2) {
                paused = false;
                wake = !complete;
            }
        } finally {
            lock.unlock();
        }
        if (wake) {
            resume.run();
        }
        return got;
    }

    /** As much as is there. */
    private int take(byte[] target, int offset, int length) {
        int got = 0;
        ByteBuf part = parts.peek();
        while (part != null && got < length) {
            int some = Math.min(length - got, part.readableBytes());
            part.readBytes(target, offset + got, some);
            got += some;
            if (!part.isReadable()) {
                parts.remove().release();
            }
            part = parts.peek();
        }
        return got;
    }

    private @Nullable ByteBuf first() throws IOException {
        while (parts.isEmpty() && !complete && !unwanted) {
            try {
                change.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while reading");
            }
        }
        if (parts.isEmpty() && broken != null) {
            throw new Body.BrokenException(broken);
        }
        return parts.peek();
    }

    @Override
    public int available() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }
}
