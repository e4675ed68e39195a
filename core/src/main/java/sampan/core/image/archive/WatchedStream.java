package sampan.core.image.archive;

import java.io.IOException;
import java.io.InputStream;
import sampan.kernel.file.BlockFilterStream;

/** The bytes of a layer, and whoever watches them being read. */
public final class WatchedStream extends BlockFilterStream {
    private static final long STEP = 512 << 10;

    private final Watcher watcher;
    private long done;
    private long told;

    public WatchedStream(InputStream content, Watcher watcher) {
        super(content);
        this.watcher = watcher;
    }

    /** Hears every half MiB how many bytes have been read. */
    @FunctionalInterface
    public interface Watcher {
        void read(long done) throws IOException;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int got = super.read(target, offset, length);
        done += Math.max(0, got);
        if (done - told >= STEP) {
            told = done;
            watcher.read(done);
        }
        return got;
    }
}
