package sampan.oci.layer;

import java.util.concurrent.atomic.AtomicInteger;

/** Some bytes of a stream, shared by several readers and filled anew when the last of them is done. */
final class Chunk {
    static final int SIZE = 256 << 10;

    final byte[] bytes;
    int length;

    private final AtomicInteger readers = new AtomicInteger();

    Chunk(int size) {
        bytes = new byte[size];
    }

    void lendTo(int count) {
        readers.set(count);
    }

    /** True for the last reader, who gives the chunk back. */
    boolean returned() {
        return readers.decrementAndGet() == 0;
    }
}
