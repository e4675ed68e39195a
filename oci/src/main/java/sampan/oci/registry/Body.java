package sampan.oci.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sampan.kernel.file.BlockInputStream;

/** The body of an answer as a stream that does not wait for ever: the JDK's own has no limit for silence in the middle. */
final class Body extends BlockInputStream implements HttpResponse.BodySubscriber<InputStream> {
    /** Deliveries, of 16 KiB each as a rule, that may lie ready. */
    private static final int AHEAD = 64;

    private final Duration patience;
    private final Runnable over;
    /** Deliveries; an empty one is the end. */
    private final BlockingQueue<Optional<List<ByteBuffer>>> deliveries = new LinkedBlockingQueue<>();

    private volatile Flow.@Nullable Subscription subscription;
    private volatile @Nullable Throwable failure;
    private Iterator<ByteBuffer> delivery = Collections.emptyIterator();
    private ByteBuffer current = ByteBuffer.allocate(0);
    private boolean ended;

    /**
     * Nothing has come yet.
     *
     * @param patience the longest silence
     * @param over is told when nothing more will be read, perhaps twice
     */
    Body(Duration patience, Runnable over) {
        this.patience = patience;
        this.over = over;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(AHEAD);
    }

    @Override
    public void onNext(List<ByteBuffer> more) {
        deliveries.add(Optional.of(more));
    }

    @Override
    public void onError(Throwable broken) {
        failure = broken;
        deliveries.add(Optional.empty());
    }

    @Override
    public void onComplete() {
        deliveries.add(Optional.empty());
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (length > 0 && !current.hasRemaining()) {
            if (ended) {
                return ended();
            }
            advance();
        }
        int count = Math.min(length, current.remaining());
        current.get(target, offset, count);
        return count;
    }

    private void advance() throws IOException {
        if (delivery.hasNext()) {
            current = delivery.next();
            return;
        }
        Optional<List<ByteBuffer>> next = next();
        ended = next.isEmpty();
        delivery = next.orElse(List.of()).iterator();
        if (ended) {
            over.run();
        } else if (subscription != null) {
            subscription.request(1);
        }
    }

    private int ended() throws IOException {
        Throwable broken = failure;
        if (broken != null) {
            throw broken instanceof IOException own ? own : new IOException(broken.getMessage(), broken);
        }
        return -1;
    }

    private Optional<List<ByteBuffer>> next() throws IOException {
        try {
            Optional<List<ByteBuffer>> next = deliveries.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new SocketTimeoutException("nothing came for " + patience.toSeconds() + " seconds");
            }
            return next;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** What was not read is not fetched. */
    @Override
    public void close() {
        if (subscription != null && !ended) {
            subscription.cancel();
        }
        ended = true;
        over.run();
        current = ByteBuffer.allocate(0);
        delivery = Collections.emptyIterator();
    }
}
